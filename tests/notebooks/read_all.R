# read_all.R READER RESULTS FOLDER: writes every table that the reader finds as
# FOLDER/NAME.csv, with all digits, and checks the reader's other functions.
options(warn = 2) # a warning is an error
arguments <- commandArgs(trailingOnly = TRUE)
source(arguments[1])
results <- read_results(arguments[2])

as_text <- function(column) {
  if (is.factor(column)) column <- as.character(column)
  if (is.logical(column)) return(ifelse(column, "true", "false"))
  if (inherits(column, "POSIXct"))
    return(ifelse(is.na(column), "", format(column, "%Y-%m-%dT%H:%M:%SZ", tz = "UTC")))
  if (inherits(column, "Date")) return(format(column, "%Y-%m-%d"))
  if (is.numeric(column)) return(ifelse(is.na(column), "", sprintf("%.17g", column)))
  ifelse(is.na(column), "", column)
}

for (name in names(results)) {
  table <- as.data.frame(lapply(read_table(results, name, statuses = TRUE), as_text),
                         optional = TRUE)
  write.csv(table, file.path(arguments[3], paste0(name, ".csv")), row.names = FALSE,
            fileEncoding = "UTF-8")
}

refused <- function(call, words) {
  message <- tryCatch({ call; "" }, error = conditionMessage)
  if (!grepl(words, message)) stop("expected an error of ", words, ", not: ", message)
}

refused(read_table(results, "sites"), "no table sites; there are")
if ("trajectory" %in% names(results)) {
  stages <- read_stages(results)
  stopifnot(abs(rowSums(stages[-(1:2)]) - 1) < 1e-12, names(stages)[1:2] == c("school", "window"))
  ahead <- read_stages(results, "forecast")
  stopifnot(names(ahead)[-(1:2)] == names(stages)[-(1:2)], names(ahead)[2] == "ahead")
  schools <- read_schools(results)
  stopifnot(nrow(schools) == 24, !is.na(schools$stage_name))
}
if ("school_window" %in% names(results)) {
  plain <- read_table(results, "school_window")
  stopifnot("status" %in% names(plain), !any(grepl("_status$", names(plain))),
            "status_trajectory" %in% names(schools), is.nan(plain$density[
              read_table(results, "school_window", statuses = TRUE)$density_status != "OK"]))
  density <- read_windows(results, "density")
  statuses <- read_windows(results, "density_status")
  one <- plain[plain$school == "s00007" & plain$window == "2025-03-01", ]
  stopifnot(dim(density) == c(23, 24), density["2025-03-01", "s00007"] == one$density,
            (statuses == "OK") == !is.na(density), statuses["2025-07-01", ] == "break")
  refused(read_windows(results, "dense"), "table school_window has no column dense")
  one <- schools[schools$school == "s00007", ]
  ties <- read_ties(results, "s00007")
  month <- read_ties(results, "s00007", "2025-03-01", kind = "exchange_tie")
  stopifnot(nrow(ties) / (one$people * (one$people - 1) / 2) == one$density,
            nrow(month) > 0, !any(c("school", "window") %in% c(names(ties), names(month))))
  refused(read_ties(results, "s00099"), "there is no school s00099")
  columns <- read_columns(results, "school_window")
  stopifnot(columns$unit[columns$column == "density"] == "1",
            grepl("a tie joins members", columns$description[columns$column == "density"]))
}
if ("comparison" %in% names(results)) {
  rows <- read_comparison(results, "density")
  stopifnot(!duplicated(rows$school))
  refused(read_comparison(results, "degree"), "degree was not compared in window period")
}
