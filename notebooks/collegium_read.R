# Reads results.h5 of collegium: its tables as data frames of R.
#
#     source("collegium_read.R")
#     results <- read_results("results/results.h5")
#     names(results)                       # school, school_window, trajectory, ...
#     read_table(results, "school_window") # as tables/school_window.csv
#     read_windows(results, "density")     # a row a window, a column a school
#     read_windows(results, "density_status") # OK, or why there is no value
#     read_stages(results)                 # how probable each stage is
#     read_ties(results, "s00007")         # who is tied to whom: private
#
# Needs rhdf5 (Debian's r-bioc-rhdf5), no collegium. The files of `collegium run`, `fit`
# and `compare` are read alike. What has no value is NaN, never 0; why it has none stands
# in the column NAME_status, kept with statuses = TRUE.

library(rhdf5)

# Tables are named as their CSV files; what is not here is named by its place, / as _.
collegium_names <- c(
  "/measure/school" = "school_window", "/measure/person" = "person_window",
  "/measure/attribute" = "attribute_window", "/measure/stratum" = "stratum_window",
  "/trajectory/window" = "trajectory", "/trajectory/forecast" = "forecast",
  "/comparison/school" = "comparison")

# The results in a file: a list of the places of its tables, by name. Tables are read when
# asked for.
read_results <- function(path) {
  if (!file.exists(path))
    stop(path, ": there is no such file", call. = FALSE)
  if (!isTRUE(H5Fis_hdf5(path)))
    stop(path, ": no HDF5 file, so no results of collegium", call. = FALSE)
  file <- H5Fopen(path, flags = "H5F_ACC_RDONLY")
  on.exit(H5Fclose(file))
  kind <- read_attribute(file, "/", "encoding-type")
  if (kind != "collegium")
    stop(path, ": no results of collegium, but a file of kind ",
         if (nzchar(kind)) kind else "unknown", call. = FALSE)
  version <- read_attribute(file, "/", "encoding-version")
  if (!nzchar(version)) version <- "unknown"
  if (strsplit(version, ".", fixed = TRUE)[[1]][1] != "1")
    stop(path, ": results of version ", version, ", this reads version 1", call. = FALSE)
  listing <- h5ls(file, datasetinfo = FALSE)
  groups <- listing[listing$otype == "H5I_GROUP", ]
  places <- sub("^//", "/", paste(groups$group, groups$name, sep = "/"))
  frames <- Filter(function(place) read_attribute(file, place, "encoding-type") == "dataframe",
                   setdiff(places, listing$group[listing$name == "codes"]))
  names <- ifelse(frames %in% names(collegium_names), collegium_names[frames],
                  gsub("/", "_", sub("^/", "", frames)))
  structure(stats::setNames(as.list(frames), names), path = path, class = "collegium_results")
}

print.collegium_results <- function(x, ...) {
  cat("results of collegium:", attr(x, "path"), "\n")
  cat(strwrap(paste(names(x), collapse = ", "), prefix = "  "), sep = "\n")
  invisible(x)
}

# A table, or the columns of it that are named; with statuses also why cells have no value,
# as columns NAME_status.
read_table <- function(results, name, statuses = FALSE, columns = NULL) {
  place <- place_of(results, name)
  file <- H5Fopen(attr(results, "path"), flags = "H5F_ACC_RDONLY")
  on.exit(H5Fclose(file))
  all <- columns_of(file, place)
  unknown <- setdiff(columns, all)
  if (length(unknown) > 0)
    stop("table ", name, " has no column ", unknown[1], call. = FALSE)
  if (is.null(columns)) {
    base <- sub("_status$", "", all)
    columns <- all[statuses | !(base != all & base %in% all)]
  }
  cells <- lapply(columns, function(column) read_column(file, paste0(place, "/", column)))
  names(cells) <- columns
  as.data.frame(cells, optional = TRUE, stringsAsFactors = FALSE)
}

# What a table's columns are: unit and description.
read_columns <- function(results, name) {
  place <- place_of(results, name)
  file <- H5Fopen(attr(results, "path"), flags = "H5F_ACC_RDONLY")
  on.exit(H5Fclose(file))
  columns <- columns_of(file, place)
  said <- function(what) vapply(columns, function(column)
    read_attribute(file, paste0(place, "/", column), what), "", USE.NAMES = FALSE)
  data.frame(column = columns, unit = said("units"), description = said("description"))
}

# A row a school: its measures over the whole period, its stage, what comes next. Columns
# that both tables have are those of the trajectory with _trajectory.
read_schools <- function(results) {
  parts <- lapply(intersect(c("school", "trajectory_school"), names(results)),
                  function(name) read_table(results, name))
  if (length(parts) == 0)
    stop("the file has no table of schools", call. = FALSE)
  if (length(parts) == 1)
    return(parts[[1]])
  both <- merge(parts[[1]], parts[[2]], by = "school", all.x = TRUE, sort = FALSE,
                suffixes = c("", "_trajectory"))
  both[match(parts[[1]]$school, both$school), ]
}

# A measure of schools, or its status: a matrix with a row a window and a column a school.
read_windows <- function(results, measure) {
  rows <- read_table(results, "school_window", columns = c("school", "window", measure))
  values <- if (is.factor(rows[[measure]])) as.character(rows[[measure]]) else rows[[measure]]
  windows <- sort(unique(as.character(rows$window)))
  schools <- unique(as.character(rows$school))
  cells <- matrix(values[NA_integer_], length(windows), length(schools),
                  dimnames = list(window = windows, school = schools))
  cells[cbind(match(rows$window, windows), match(rows$school, schools))] <- values
  cells
}

# How probable each stage is: a row a school and window, a column a stage. The same of
# "forecast": a row a school and window ahead.
read_stages <- function(results, name = "trajectory") {
  rows <- read_table(results, name)
  stages <- unique(as.character(read_table(results, "trajectory_transition")$from))
  columns <- paste0("p_", seq_along(stages))
  rows <- rows[c("school", if ("ahead" %in% names(rows)) "ahead" else "window", columns)]
  stats::setNames(rows, c(names(rows)[1:2], stages))
}

# How schools differ in a measure, from `collegium compare`: a row a school, with its value
# drawn towards its peers and the interval (shrunk, lo, hi).
read_comparison <- function(results, measure, window = "period") {
  rows <- read_table(results, "comparison")
  chosen <- rows[rows$measure == measure & rows$window == window, ]
  if (nrow(chosen) == 0)
    stop(measure, " was not compared in window ", window, call. = FALSE)
  chosen[setdiff(names(chosen), c("measure", "window"))]
}

# Who is tied to whom in a school, over the whole period or in a window. Of kind "tie" each
# pair has one row; of "exchange_tie" it is who turns to whom.
read_ties <- function(results, school, window = NULL, kind = "tie") {
  rows <- read_table(results, if (is.null(window)) paste0(kind, "_period") else kind)
  chosen <- rows$school == school
  if (!any(chosen) && !(school %in% read_table(results, "school", columns = "school")$school))
    stop("there is no school ", school, call. = FALSE)
  if (!is.null(window))
    chosen <- chosen & rows$window == window
  rows <- rows[chosen, setdiff(names(rows), c("school", "window"))]
  rownames(rows) <- NULL
  rows
}

# ---- one column ----

place_of <- function(results, name) {
  place <- results[[name, exact = TRUE]]
  if (is.null(place))
    stop("no table ", name, "; there are ", paste(names(results), collapse = ", "),
         call. = FALSE)
  place
}

# In order; row numbers, which say nothing, are left out.
columns_of <- function(file, place)
  setdiff(c(read_attribute(file, place, "_index"), read_attribute(file, place, "column-order")),
          "row")

read_column <- function(file, place) {
  kind <- read_attribute(file, place, "encoding-type")
  if (kind == "categorical") {
    levels <- read_texts(file, paste0(place, "/categories"))
    codes <- as.vector(h5read(file, paste0(place, "/codes")))
    return(factor(levels[ifelse(codes < 0, NA, codes + 1)], levels = levels))
  }
  if (kind == "string-array")
    return(read_texts(file, place))
  if (kind != "array")
    stop(place, ": a column of kind ", kind, " is unknown", call. = FALSE)
  values <- as.vector(h5read(file, place))
  units <- read_attribute(file, place, "units")
  if (units == "row of person")
    return(read_texts(file, "/person/person")[values + 1])
  if (startsWith(units, "days since"))
    return(as.Date(values, origin = "1970-01-01"))
  if (startsWith(units, "seconds since"))
    return(as.POSIXct(values, origin = "1970-01-01", tz = "UTC"))
  if (is.factor(values) || is.character(values)) # HDF5 has no booleans, but TRUE and FALSE
    return(as.character(values) == "TRUE")
  values
}

read_texts <- function(file, place) {
  texts <- as.vector(h5read(file, place))
  Encoding(texts) <- "UTF-8"
  texts
}

# An attribute as text; "" if there is none.
read_attribute <- function(file, place, name) {
  item <- H5Oopen(file, place)
  on.exit(H5Oclose(item))
  if (!H5Aexists(item, name))
    return("")
  attribute <- H5Aopen(item, name)
  on.exit(H5Aclose(attribute), add = TRUE, after = FALSE)
  as.character(H5Aread(attribute))
}
