/* One row a text, so that the table can be read as one. */
#include "report/strings.h"

#include "report/svg.h"

#include <stdarg.h>
#include <string.h>

enum { MOST_PLACES = 9 };

// clang-format off
static const char *const english[CLG_WORD_COUNT] = {
    [CLG_WORD_LANGUAGE] = "en",
    [CLG_WORD_REPORT] = "Collaboration report",
    [CLG_WORD_SKIP] = "Skip to the contents",
    [CLG_WORD_CONTENTS] = "Contents",
    [CLG_WORD_SCHOOL] = "School",
    [CLG_WORD_WINDOW] = "Window",
    [CLG_WORD_MEASURE] = "What is measured",
    [CLG_WORD_SCHOOLS] = "Schools",
    [CLG_WORD_NUMBERS] = "The numbers behind this",
    [CLG_WORD_UNDER] = "under {1}",
    [CLG_WORD_HIDDEN] = "hidden",
    [CLG_WORD_NOT_MEASURED] = "This was not measured in this run.",
    [CLG_WORD_BETWEEN] = "{1} schools between are in the table",

    [CLG_WORD_ABOUT] = "What this is",
    [CLG_WORD_ABOUT_SCHOOL] = "This report describes how the staff of {1} worked together, as far as logs show it: {2} people, {3} meetings with {4} attendances, and {5} exchanges such as messages or requests.",
    [CLG_WORD_ABOUT_WINDOWS] = "It covers {1}, from {2} to {3}.",
    [CLG_WORD_ABOUT_LOGS] = "It rests on {1} rows in {2}, of which {3} were used.",
    [CLG_WORD_ABOUT_ROSTER] = "A roster was given, so that people who appear in no log are counted too.",
    [CLG_WORD_ABOUT_NO_ROSTER] = "No roster was given: people who appear in no log can't be seen, and isolation is underestimated.",
    [CLG_WORD_ABOUT_SMALL] = "Nothing is said of {1} with fewer than {2} people; they are in no sum of people, meetings, attendances and exchanges.",
    [CLG_WORD_ABOUT_LIMITS] = "Logs show who met and who turned to whom. They don't show what was said, how good it was, or what pupils learned.",
    [CLG_WORD_READING] = "Read it as a start for a conversation, not as a verdict. Schools stand in order of their names and are never ranked by raw values, since these depend on a school's size and on luck.",

    [CLG_WORD_COVERAGE] = "Coverage and quality of the data",
    [CLG_WORD_COVERAGE_TITLE] = "What the logs cover, school by window",
    [CLG_WORD_COVERAGE_SHOWS] = "Each square is a school in a window. A window without entries can mean that nobody met, or that nobody kept the log: ask before concluding.",
    [CLG_WORD_COVERAGE_MANY] = "Each column is a window: how many of the {1} schools have entries, are silent, or are on a break. The table of the network says it for each school. A silent window can mean that nobody met, or that nobody kept the log.",
    [CLG_WORD_STATE_LOGGED] = "entries in the logs",
    [CLG_WORD_STATE_SILENT] = "no entries",
    [CLG_WORD_STATE_BREAK] = "break",
    [CLG_WORD_STATE_ABSENT] = "not measured",
    [CLG_WORD_FILES] = "Rows read, used and set aside",
    [CLG_WORD_FILES_NOTE] = "Rows set aside are sound, but no measure uses them; bad rows can't be used. Every one of them is listed in rejects.csv.",
    [CLG_WORD_FILE] = "File",
    [CLG_WORD_FILE_ROWS] = "Rows",
    [CLG_WORD_FILE_USED] = "Used",
    [CLG_WORD_FILE_TWICE] = "Written twice",
    [CLG_WORD_FILE_ASIDE] = "Set aside",
    [CLG_WORD_FILE_BAD] = "Bad",

    [CLG_WORD_NETWORK] = "The network at a glance",
    [CLG_WORD_NETWORK_TABLE] = "The schools of the network",
    [CLG_WORD_NETWORK_SHOWS] = "One row a school, in order of names. The table does not say which school is better.",
    [CLG_WORD_NETWORK_STAGES] = "The stage is the one that a school's logs are consistent with; its probability says how sure that is.",
    [CLG_WORD_PEOPLE] = "People",
    [CLG_WORD_MEETINGS] = "Meetings",
    [CLG_WORD_COVERED] = "Coverage",
    [CLG_WORD_STAGE_NOW] = "Stage now",
    [CLG_WORD_PROBABILITY] = "Probability",
    [CLG_WORD_SINCE] = "Since",
    [CLG_WORD_NEXT] = "Likely next",
    [CLG_WORD_DIFFERS] = "Differs beyond chance in",
    [CLG_WORD_HIGH] = "high: ",
    [CLG_WORD_LOW] = "low: ",
    [CLG_WORD_NO_COMPARISON] = "Schools were not compared. 'collegium compare results.h5 -o compared' does it; then give its file as well: 'collegium report results.h5 --comparison compared/results.h5 -o report.html'.",
    [CLG_WORD_NEEDS_COMPARISON] = "This needs a comparison of the schools; the section on the network says how to make one.",
    [CLG_WORD_START] = "Where to begin",
    [CLG_WORD_START_NONE] = "No school stands apart from the others in anything that is looked for here.",
    [CLG_WORD_START_FEW] = "Which schools stand apart can't be told from these results: that takes at least 5 schools with 10 people and some entries each.",
    [CLG_WORD_START_NOTE] = "Looked for are divided schools, dependence on very few people, fading activity and people cut off; named is what is large and sets a school apart from all others, strongest first. What many schools share is not named. If nothing were the matter anywhere, about one such list in twenty would name a school; q says how much of what is as strong luck would explain.",
    [CLG_WORD_START_MORE] = "{1} more stand apart; the strongest are named.",
    [CLG_WORD_START_DIVIDED] = "people keep {4} to their own {1}: {2}, where 0 is mixing at random and 1 no contact between groups; the typical school has {3}.",
    [CLG_WORD_START_DEPENDENT] = "{1} of all exchanges begin or end with very few people; in the typical school {2} do.",
    [CLG_WORD_START_HELD_TOGETHER] = "very few people hold the school together: without them {1} of all pairs would be out of each other's reach; in the typical school {2}.",
    [CLG_WORD_START_FADING] = "activity is down to {1} of its best stretch; the typical school is at {2}.",
    [CLG_WORD_START_CUT_OFF] = "{1} of the people met nobody; in the typical school {2}.",
    [CLG_WORD_START_PERIOD] = "Over the whole time",
    [CLG_WORD_START_ALWAYS] = "From the first window on",
    [CLG_WORD_START_SINCE] = "Since {1}",
    [CLG_WORD_START_AFTER] = "Since {1}, after: {2}",
    [CLG_WORD_START_Q] = "q {1}",
    [CLG_WORD_START_SURE] = "q under {1}",
    [CLG_WORD_MOSTLY] = "mostly",
    [CLG_WORD_ALMOST_ONLY] = "almost only",
    [CLG_WORD_FIFTH_OF] = "a fifth",
    [CLG_WORD_QUARTER_OF] = "more than a quarter",
    [CLG_WORD_HALF_OF] = "more than half",
    [CLG_WORD_THREE_QUARTERS_OF] = "more than three quarters",
    [CLG_WORD_NINE_TENTHS_OF] = "more than nine tenths",

    [CLG_WORD_FLOW] = "Stages now and the flow between them",
    [CLG_WORD_FLOW_TITLE] = "How many schools stood at each stage, and where they went",
    [CLG_WORD_FLOW_SHOWS] = "Each column counts the schools at a stage in a window; a band is as thick as the number of schools that went that way between two columns. It shows where schools are moving. It does not show why, and moving back is no failure: membership and work change.",
    [CLG_WORD_FLOW_FROM] = "From",
    [CLG_WORD_FLOW_TO] = "To",
    [CLG_WORD_FLOW_WHEN] = "Between",
    [CLG_WORD_NO_STAGES] = "No stages were fitted in this run: that takes several schools and windows, and can be switched off in study.yaml. run.json says why.",
    [CLG_WORD_ONE_WINDOW] = "There is one window only, so nothing can be said of change.",

    [CLG_WORD_RIBBONS] = "The path of each school",
    [CLG_WORD_RIBBONS_SHOWS] = "Each picture is a school. From left to right are the windows; the height of a colour is the probability of that stage then. One colour from top to bottom is a clear answer, several are an open question. Gaps are windows that are not known.",
    [CLG_WORD_RIBBONS_MANY] = "Pictures are drawn of the {1} schools that changed their stage last; the table has all {2}.",
    [CLG_WORD_RIBBON_DESC] = "{1}: from {2} in {3} to {4} in {5}.",
    [CLG_WORD_RIBBONS_TABLE] = "Stage in each window, from {1} to {2}: numbers are those of the legend, a dot is a window that is not known",
    [CLG_WORD_RIBBON_CODES] = "Stages over time",

    [CLG_WORD_TIME] = "Each school against its own past",
    [CLG_WORD_TIME_SHOWS] = "Run charts: the line is what was measured, the dashes are the school's own median. Too long a run on one side, or too few crossings, says that something changed, not what and not whether for the better. A gap is a window without a value, such as a break, or with too few people to speak of.",
    [CLG_WORD_TIME_FOUND] = "Of {1} charts {2} have a signal; if nothing changed anywhere, about {3} would have one by chance.",
    [CLG_WORD_TIME_NONE] = "No chart has a signal: nothing moved beyond ordinary ups and downs.",
    [CLG_WORD_TIME_MANY] = "{2} schools have a signal in something that a leader can act on; shown is the strongest of each, for {1} of them, in order of names. Numbers of people are not charted.",
    [CLG_WORD_TIME_DESC] = "{1}, {2}: median {3}, longest run {4}, at most {5} by chance; {6} crossings, at least {7} by chance.",
    [CLG_WORD_TIME_TABLE] = "Charts with a signal, by what is measured, and how many chance would give",
    [CLG_WORD_TIME_SIGNALS] = "With a signal",
    [CLG_WORD_TIME_EXPECTED] = "By chance",
    [CLG_WORD_TIME_CHARTS] = "Charts",

    [CLG_WORD_COMPARE] = "Schools compared, beyond size and luck",
    [CLG_WORD_COMPARE_SHOWS] = "Each line is a school: the dot is its value after what size explains and what luck explains were taken off, the line its 95 % interval. The dashed line is the typical school. Order is from low to high and means neither good nor bad.",
    [CLG_WORD_FUNNEL_SHOWS] = "The same schools by size: how far each lies from the typical school, in units of what chance and ordinary differences give. Between the inner lines lie 95 % of schools, between the outer 99.8 %. A school outside (ring) deserves a look; it is no proof of anything.",
    [CLG_WORD_CATERPILLAR] = "{1}: schools with their intervals",
    [CLG_WORD_FUNNEL] = "{1}: distance from the typical school by size",
    [CLG_WORD_COMPARE_NONE] = "No school differs from the others beyond chance in anything that could be compared.",
    [CLG_WORD_COMPARE_DESC] = "{1} schools; outside the 99.8 % limits: {2}.",
    [CLG_WORD_FUNNEL_AXIS] = "Distance (z)",
    [CLG_WORD_FUNNEL_X] = "People",
    [CLG_WORD_SHRUNK] = "Estimate",
    [CLG_WORD_INTERVAL] = "95 % interval",
    [CLG_WORD_PLACE] = "Place (interval)",
    [CLG_WORD_LEFT_OUT] = "Schools left out, since their value would reveal a number of people from 1 to {2}, or can't be compared: {1}.",

    [CLG_WORD_PARTICIPATION] = "Participation",
    [CLG_WORD_LEVELS_TITLE] = "Levels of participation over the schools",
    [CLG_WORD_LEVELS_SHOWS] = "For each level: the share of a school's people at it. The bar holds the middle half of the schools, the line eight of ten, the stroke is the median. Other organisations report about 10 to 15 % core and 15 to 20 % active; peripheral participation is legitimate and no fault. It does not show who they are.",
    [CLG_WORD_FEW_SCHOOLS] = "With fewer than {1} schools there is no distribution to draw; the table has what may be shown.",
    [CLG_WORD_LEVELS_TABLE] = "Share of people at each level, school by school",
    [CLG_WORD_QUANTILES] = "Distribution over the schools",
    [CLG_WORD_TENTH] = "Lowest tenth below",
    [CLG_WORD_QUARTER] = "Lowest quarter below",
    [CLG_WORD_MEDIAN] = "Median",
    [CLG_WORD_THREE_QUARTERS] = "Highest quarter above",
    [CLG_WORD_NINE_TENTHS] = "Highest tenth above",

    [CLG_WORD_STRUCTURE] = "Stratification and isolation",
    [CLG_WORD_STRUCTURE_TITLE] = "How unequal, divided and centralised schools are",
    [CLG_WORD_STRUCTURE_SHOWS] = "All on a scale from 0 to 1, where 0 is equal, open or whole and 1 is unequal, centralised or apart. The bar holds the middle half of the schools, the line eight of ten, the stroke is the median. These values depend on a school's size: they describe the network and don't rank its schools.",
    [CLG_WORD_STRUCTURE_TABLE] = "Isolation and inequality, school by school",
    [CLG_WORD_GROUPS_TABLE] = "Ties between groups of people: -1 all ties stay inside groups, 1 all go between them; medians over the schools",
    [CLG_WORD_GROUPS_BY] = "Groups by",
    [CLG_WORD_GROUPS_TIES] = "As found",
    [CLG_WORD_GROUPS_CHANCE] = "If people mixed at random",

    [CLG_WORD_SIGNS] = "Signs worth a conversation",
    [CLG_WORD_SIGNS_TITLE] = "Schools whose logs are consistent with a known trouble",
    [CLG_WORD_SIGNS_SHOWS] = "Troubles are those that Wenger, McDermott and Snyder describe. A bar counts the schools whose logs are consistent with one, by the best grade of its indicators. It is a screening, never a diagnosis: other causes can leave the same traces, and a trouble can leave none.",
    [CLG_WORD_SIGNS_TABLE] = "Signs found, school by school",
    [CLG_WORD_SIGNS_NONE] = "No school's logs are consistent with one of the troubles beyond chance.",
    [CLG_WORD_SIGN] = "Consistent with",
    [CLG_WORD_GRADE] = "Grade",
    [CLG_WORD_GRADE_A] = "A: the structure is what the term means",
    [CLG_WORD_GRADE_B] = "B: a plausible proxy",
    [CLG_WORD_SIGNS_ABSENT] = "Signs were not computed in this run.",

    [CLG_WORD_LADDER] = "Nested levels and kinds of work",
    [CLG_WORD_LADDER_TITLE] = "What kinds of meetings are consistent with",
    [CLG_WORD_LADDER_SHOWS] = "For each kind of meeting, as the logs name it: in how many schools its meetings look like a department, a project team, a professional learning community, a community of practice or a looser network. The rules are our own and not validated; a kind's name can be the better guide.",
    [CLG_WORD_LADDER_TABLE] = "Schools by kind of meeting and what it is consistent with",
    [CLG_WORD_LADDER_KIND] = "Kind of meeting",
    [CLG_WORD_LADDER_CELLS] = "Kinds of meetings, school by school; numbers are those of the legend",
    [CLG_WORD_LADDER_NONE] = "Meetings have no kinds in these logs, so this can't be said.",

    [CLG_WORD_CHOSEN] = "Schools one by one",
    [CLG_WORD_CHOSEN_LIMITS] = "What this page knows of a school, in one place. It is what the logs are consistent with, and no judgement of people.",
    [CLG_WORD_CHOSEN_SMALL] = "Nothing is said of a school with fewer than {1} people.",
    [CLG_WORD_CHOSEN_MEETINGS] = "{1} meetings",
    [CLG_WORD_CHOSEN_EXCHANGES] = "{1} exchanges",
    [CLG_WORD_CHOSEN_COVERED] = "The logs have entries in {1} of {2} windows.",
    [CLG_WORD_CHOSEN_STAGE] = "The logs are consistent with the stage {1} (probability {2}), since {3}.",
    [CLG_WORD_CHOSEN_NEXT] = "Likely next: {1}.",
    [CLG_WORD_CHOSEN_PATH] = "Its path through the stages",
    [CLG_WORD_CHOSEN_TIME] = "Against its own past",
    [CLG_WORD_CHOSEN_COMPARED] = "Among the other schools",
    [CLG_WORD_CHOSEN_COMPARED_SHOWS] = "Everything that could be compared over the whole period, after what size explains and what luck explains were taken off.",
    [CLG_WORD_CHOSEN_OUTSIDE] = "These lie outside what chance and ordinary differences between schools give:",
    [CLG_WORD_CHOSEN_COMPARED_NONE] = "Nothing of this school could be compared.",
    [CLG_WORD_CHOSEN_WITHIN] = "Nothing lies outside what chance and ordinary differences between schools give.",
    [CLG_WORD_CHOSEN_PLACES] = "A place from 3 to 21 says that the school may well be third and may well be twenty-first.",
    [CLG_WORD_CHOSEN_LEFT_OUT] = "What would tell of fewer than {1} people is left out.",
    [CLG_WORD_CHOSEN_LEVELS] = "Participation",
    [CLG_WORD_CHOSEN_LEVEL] = "Level",
    [CLG_WORD_CHOSEN_SHARE] = "Share of people",
    [CLG_WORD_CHOSEN_GROUPS] = "Ties between groups",
    [CLG_WORD_CHOSEN_GROUPS_TABLE] = "Ties between groups of people: -1 all ties stay inside groups, 1 all go between them",
    [CLG_WORD_CHOSEN_SIGNS] = "Signs worth a conversation",
    [CLG_WORD_CHOSEN_SIGNS_NONE] = "The logs are consistent with none of the known troubles beyond chance.",
    [CLG_WORD_CHOSEN_LADDER] = "Kinds of meetings",
    [CLG_WORD_CHOSEN_LOOKS] = "Consistent with",
    [CLG_WORD_CHOSEN_TIES] = "Ties between people",
    [CLG_WORD_CHOSEN_TIES_NAMED] = "Each shape is a person, each line a tie; strong ties are thick and dark. The inner circle holds the people who are most involved, the rim those who are least. Standing at the rim is legitimate and no fault, and no tie in the logs does not mean no tie.",
    [CLG_WORD_TIES_CHOSEN] = "Schools with a section of their own are drawn there.",

    [CLG_WORD_CODE_SCHOOL] = "School {1}",
    [CLG_WORD_CODE_OTHER] = "Code {1}",
    [CLG_WORD_CODE_EVENT] = "an event",
    [CLG_WORD_BLIND] = "Schools appear under code names. Their order has nothing to do with their names; the hub that made this report holds the key.",
    [CLG_WORD_NAMES_PEOPLE] = "This report names people. It was made for {1} and for nobody else: do not pass it on, and delete it when the conversation is over.",

    [CLG_WORD_TIES] = "Ties between people",
    [CLG_WORD_TIES_READING] = "Two pictures a school, over the whole period. Left: each shape is a person, each line a tie; strong ties are thick and dark. The inner circle holds the people who are most involved, the rim those who are least, and on each ring people stand near those they have ties with. Right: the same people in the same order as rows and columns, from most to least involved; a dark square is a strong tie, and dark blocks along the diagonal are circles of people who work together.",
    [CLG_WORD_TIES_PRIVACY] = "People have no names here, and their order follows from the ties alone. Levels of participation are drawn alike until each look stands for {1} people or more; of schools with fewer than {2} people only blocks are drawn.",
    [CLG_WORD_TIES_LIMITS] = "The pictures show who is tied to whom in the logs. They don't show who people are, how good their work is, or ties that no log holds. Standing at the rim is legitimate and no fault.",
    [CLG_WORD_TIES_ABSENT] = "The results hold no people or no ties, so there is nothing to draw.",
    [CLG_WORD_TIES_MANY] = "Drawn are {1} of {2} schools: first those with signs or signals worth a look, then by name, here in order of names. 'collegium report --school ID' draws any other.",
    [CLG_WORD_TIES_NONE] = "No school has enough people to draw.",
    [CLG_WORD_TIES_RINGS] = "{1}: people and their ties",
    [CLG_WORD_TIES_MATRIX] = "{1}: ties as rows and columns",
    [CLG_WORD_TIES_BLOCKS] = "{1}: groups of people",
    [CLG_WORD_TIES_BLOCK_MATRIX] = "{1}: ties within and between groups",
    [CLG_WORD_TIES_PICTURE] = "{1} people. Drawn are {2} of {3} ties: the strongest of each person, then the strongest of all.",
    [CLG_WORD_TIES_PICTURE_ALL] = "{1} people and all {2} ties.",
    [CLG_WORD_TIES_PICTURE_SOME] = "{1} people. Drawn are {2} ties: the strongest of each person, then the strongest of all.",
    [CLG_WORD_TIES_SMALL] = "With fewer than {1} people a picture without names would still tell who is who, so only blocks are drawn; the darker, the more pairs have a tie.",
    [CLG_WORD_TIES_LARGE] = "With more than {1} people shapes can't be told apart, so blocks are drawn; the darker, the more pairs have a tie.",
    [CLG_WORD_TIES_FEW] = "Too few people have ties to draw them one by one, so blocks are drawn; the darker, the more pairs have a tie.",
    [CLG_WORD_TIES_JOINED] = "Levels are joined with their neighbours, so that no group of fewer than {1} people shows.",
    [CLG_WORD_TIES_BY_CORE] = "Levels of participation can't be told apart here without showing fewer than {1} people. Told apart are the network's core, people who have most ties with one another, and its periphery.",
    [CLG_WORD_TIES_ALIKE] = "No groups can be told apart here without showing fewer than {1} people, so all are drawn alike.",
    [CLG_WORD_TIES_RIM] = "The hollow shapes on the rim have no ties, or ties so weak that they are not drawn.",
    [CLG_WORD_TIES_TABLE] = "{1}: share of the pairs of people who have a tie, within and between groups",
    [CLG_WORD_TIES_GROUP] = "Group",
    [CLG_WORD_TIES_WITH] = "With {1}",
    [CLG_WORD_TIES_LEGEND] = "{1}: {2}",
    [CLG_WORD_TIES_COUNT] = "{1} people",
    [CLG_WORD_TIES_DENSITY] = "{1} with {2}: {3}",
    [CLG_WORD_LEVEL_CORE] = "core",
    [CLG_WORD_LEVEL_ACTIVE] = "active",
    [CLG_WORD_LEVEL_OCCASIONAL] = "occasional",
    [CLG_WORD_LEVEL_PERIPHERAL] = "peripheral",
    [CLG_WORD_LEVEL_ABSENT] = "absent",
    [CLG_WORD_LEVELS_JOINED] = "{1} to {2}",
    [CLG_WORD_NETWORK_CORE] = "network core",
    [CLG_WORD_NETWORK_RIM] = "network periphery",
    [CLG_WORD_EVERYBODY] = "everybody",
    [CLG_WORD_SHARE_LOW] = "under 5 %",
    [CLG_WORD_SHARE_HIGH] = "over 95 %",
    [CLG_WORD_SHARE_LEAST] = "{1} % or more",

    [CLG_WORD_ASKED] = "What people say, beside what the logs show",
    [CLG_WORD_ASKED_TITLE] = "What people say, by scale",
    [CLG_WORD_ASKED_WHEN] = "{1}, asked from {2}",
    [CLG_WORD_ASKED_SHOWS] = "Each row is a school, in order of names: the dot is the mean of the people who answered, the line its 95 % interval. A ring in place of the dot says that people of the school do not agree (rwg below 0.7), so that no mean speaks for them. On the right: who answered, of all people of the school in the period. It shows what those who answered say; it does not show what the others think, and a mean of few answers says little.",
    [CLG_WORD_ASKED_SPREAD] = "Means of the schools on each scale: the bar holds the middle half of the schools, the line eight of ten, the stroke is the median. It shows what those who answered say; it does not show what the others think.",
    [CLG_WORD_ASKED_FEW] = "In no school did {1} people or more answer, or all of them said the same: no means are shown.",
    [CLG_WORD_ASKED_ALL] = "all items",
    [CLG_WORD_ASKED_TABLE] = "Means with 95 % intervals, school by school; ○: people of the school do not agree",
    [CLG_WORD_ASKED_ANSWERED] = "Answered",
    [CLG_WORD_ASKED_SHARE] = "Of all people in the period",
    [CLG_WORD_ASKED_MEAN] = "{1} ({2} to {3})",
    [CLG_WORD_ASKED_DOUBTED] = "{1} ({2} to {3}) ○",
    [CLG_WORD_ASKED_RANGE] = "{1} to {2}",
    [CLG_WORD_ASKED_MORE] = "Further scales are in tables/assessment.csv.",
    [CLG_WORD_ASKED_OTHERS] = "Further questionnaires are in tables/assessment.csv.",
    [CLG_WORD_ASKED_CHANGED] = "From one wave to the next, in people who answered both, {2} of {1} changes are beyond chance.",
    [CLG_WORD_ASKED_CHANGES] = "Changes beyond chance, school by school",
    [CLG_WORD_ASKED_CHANGE] = "Change",
    [CLG_WORD_ASKED_SCALE] = "Scale",
    [CLG_WORD_ASKED_WAVE] = "Asked from",
    [CLG_WORD_ASKED_LOGS] = "Beside the logs: of {1} pairs of a scale and something that the logs measure, {2} go together over the schools beyond chance. Going together does not say that one makes the other, and a school's size can be behind both.",
    [CLG_WORD_ASKED_LOGS_FEW] = "Too few schools have a mean and a measure of the logs to say whether they go together.",
    [CLG_WORD_ASKED_LOGS_TABLE] = "What goes together over the schools beyond chance",
    [CLG_WORD_ASKED_RANK] = "Rank correlation",
    [CLG_WORD_ASKED_SIGNS] = "These are fourteen signs that a community of practice has formed (Wenger 1998). Logs can show three of them, each by something that would rise with it, but with other things too (grade B; the choice is ours). Means and medians are over the schools whose means may be shown. The rank correlation says whether the logs show more in schools where people say more; q, held against the other two, is 0.05 or less where chance would hardly explain it. Going together does not say that one makes the other, and a school's size can be behind both.",
    [CLG_WORD_ASKED_SIGNS_TABLE] = "Each indicator over the schools, and what the logs show of it",
    [CLG_WORD_ASKED_SIGN] = "Indicator",
    [CLG_WORD_ASKED_SIGN_MEAN] = "Mean of the schools",
    [CLG_WORD_ASKED_SIGN_LOGS] = "What the logs show",
    [CLG_WORD_ASKED_SIGN_NONE] = "logs can't show this",
    [CLG_WORD_ASKED_SIGN_UNMEASURED] = "{1}: not measured in this run",
    [CLG_WORD_ASKED_SIGN_PAIRS] = "Schools compared",
    [CLG_WORD_ASKED_SIGN_Q] = "q",
    [CLG_WORD_ASKED_TRUST] = "How far the scales can be trusted, over all schools",
    [CLG_WORD_ASKED_TRUST_NOTE] = "Alpha and omega near 1 say that the items of a scale hang together, below 0.7 that they hardly do. ICC(1) is the share of the differences between people that lies between schools; ICC(2) says how reliable the schools' means are: below 0.5 they hardly tell schools apart.",
    [CLG_WORD_ASKED_ALPHA] = "Alpha",
    [CLG_WORD_ASKED_OMEGA] = "Omega",
    [CLG_WORD_ASKED_ICC1] = "ICC(1)",
    [CLG_WORD_ASKED_ICC2] = "ICC(2)",
    [CLG_WORD_PRINCIPLES] = "Principles of communities of practice",
    [CLG_WORD_CONDITIONS] = "Conditions for success",
    [CLG_WORD_INDICATORS] = "Indicators of communities of practice",
    [CLG_WORD_PLC] = "Continuum of professional learning communities",

    [CLG_WORD_METHODS] = "Methods and definitions",
    [CLG_WORD_METHODS_NOTE] = "What is measured in this report, as it is computed.",
    [CLG_WORD_METHODS_STAGES] = "Stages (potential, coalescing, maturing, stewardship, transformation; Wenger, McDermott and Snyder 2002) come from a hidden Markov model of several indicators, fitted to all schools at once. A stage is what the logs are consistent with; it is no measurement of maturity.",
    [CLG_WORD_METHODS_COMPARE] = "Comparisons take off what size explains and shrink what chance explains (empirical Bayes; Efron and Morris 1975); limits allow for the spread that schools ordinarily have (Spiegelhalter 2005). Among many comparisons some stand out by luck; q values hold their share at 5 % (Benjamini and Hochberg 1995).",
    [CLG_WORD_METHODS_TIME] = "Signals in run charts follow Anhoej and Olesen (2014): an unusually long run on one side of the median, or unusually few crossings, unless another set of rules was asked for.",
    [CLG_WORD_METHODS_START] = "Where to begin: a school is named where assortativity of ties by group is at least 0.5, where very few people are an end of half of the exchanges or hold a quarter of the pairs together, where activity of the latest windows (a sixth, at least three) is half or less of the best stretch before (a quarter of the windows), or where a fifth of the people are cut off; and where, held against the mean and spread of all other schools (externally studentised, on a scale on which shares and ratios spread evenly), q is at most 5 % over all schools and questions.",
    [CLG_WORD_METHODS_PRIVACY] = "This report holds no number about a single person. Counts from 1 to {1} people are shown as \"under {2}\", shares that stand for them are hidden, and so is the next number where one hidden number could be worked out from a total.",
    [CLG_WORD_DEFINITION] = "Definition",
    [CLG_WORD_UNIT] = "Unit",

    [CLG_WORD_PROVENANCE] = "Provenance",
    [CLG_WORD_PROVENANCE_NOTE] = "Made from results of {1} with settings {2}. The same results give the same report, byte by byte.",
    [CLG_WORD_INPUTS] = "Input files",
    [CLG_WORD_DIGEST] = "SHA-256",
    [CLG_WORD_SETTINGS] = "Settings of the run",

    [CLG_WORD_UI_FIND] = "Find schools",
    [CLG_WORD_UI_FIND_HINT] = "a name or a part of one",
    [CLG_WORD_UI_PATTERN] = "regular expression",
    [CLG_WORD_UI_PATTERN_BAD] = "This is no regular expression.",
    [CLG_WORD_UI_MARK] = "Highlight",
    [CLG_WORD_UI_ONLY] = "Show only",
    [CLG_WORD_UI_HIDE] = "Hide",
    [CLG_WORD_UI_RESET] = "Reset",
    [CLG_WORD_UI_FOUND] = "{1} of {2} schools match.",
    [CLG_WORD_UI_HIDDEN_SCHOOLS] = "{1} of {2} schools are hidden in this view. Sums, distributions and the flow between stages still count them.",
    [CLG_WORD_UI_SORTED_UP] = "{1}: from low to high",
    [CLG_WORD_UI_SORTED_DOWN] = "{1}: from high to low",
    [CLG_WORD_UI_SORTED_NOT] = "{1}: in the order of the report",
    [CLG_WORD_UI_FILTER] = "Rows with",
    [CLG_WORD_UI_FILTERED] = "{1} of {2} rows",
    [CLG_WORD_UI_SAVE] = "Save as",
    [CLG_WORD_UI_SAVE_AS] = "Save as {1}: {2}",
    [CLG_WORD_UI_SAVED] = "Saved: {1}",
    [CLG_WORD_UI_TOO_LARGE] = "This picture is too large for a PNG; save it as SVG.",
    [CLG_WORD_UI_ZOOM_IN] = "Zoom in",
    [CLG_WORD_UI_ZOOM_OUT] = "Zoom out",
    [CLG_WORD_UI_ZOOM_NOT] = "Whole picture",
    [CLG_WORD_UI_MORE] = "Show {1} more",
    [CLG_WORD_UI_KEYS] = "Arrow keys go from mark to mark; + and − zoom, with Shift arrow keys move the picture, 0 shows all of it.",
};

static const clg_plain_name plain[] = {
    {"people", "people on the staff", CLG_REVEALS_COUNT, false},
    {"active", "people seen in the logs", CLG_REVEALS_COUNT, false},
    {"meetings", "meetings", CLG_REVEALS_NOBODY, false},
    {"attendances", "attendances", CLG_REVEALS_NOBODY, false},
    {"exchanges", "exchanges", CLG_REVEALS_NOBODY, false},
    {"activity_rate", "activity a person and day", CLG_REVEALS_NOBODY, true},
    {"attendance_rate", "share of meetings that people attend", CLG_REVEALS_NOBODY, true},
    {"mean_meeting_size", "size of meetings", CLG_REVEALS_NOBODY, true},
    {"active_share", "share of people seen in the logs", CLG_REVEALS_SHARE, false},
    {"largest_meeting_share", "share of people at the largest meeting", CLG_REVEALS_SHARE, false},
    {"outside_share", "exchanges that go to other schools", CLG_REVEALS_NOBODY, true},
    {"returned_share", "exchanges that are answered", CLG_REVEALS_NOBODY, true},
    {"cross_department_share", "ties across departments", CLG_REVEALS_NOBODY, true},
    {"level_core_share", "share of people at the level core", CLG_REVEALS_SHARE, false},
    {"level_active_share", "share of people at the level active", CLG_REVEALS_SHARE, false},
    {"level_occasional_share", "share of people at the level occasional", CLG_REVEALS_SHARE, false},
    {"level_peripheral_share", "share of people at the level peripheral", CLG_REVEALS_SHARE, false},
    {"level_absent_share", "share of people at the level absent", CLG_REVEALS_SHARE, false},
    {"density", "pairs of people who met", CLG_REVEALS_NOBODY, true},
    {"transitivity", "closed circles of acquaintance", CLG_REVEALS_NOBODY, false},
    {"exchange_density", "pairs of people with exchanges", CLG_REVEALS_NOBODY, true},
    {"exchange_reciprocity", "contacts that go both ways", CLG_REVEALS_NOBODY, false},
    {"isolates", "people who met nobody", CLG_REVEALS_COUNT, false},
    {"isolate_share", "share of people who met nobody", CLG_REVEALS_SHARE, false},
    {"near_isolates", "people who hardly met anybody", CLG_REVEALS_COUNT, false},
    {"exchange_isolates", "people without exchanges", CLG_REVEALS_COUNT, false},
    {"isolates_union", "people without meetings and exchanges", CLG_REVEALS_COUNT, false},
    {"pendants", "people who met one other person", CLG_REVEALS_COUNT, false},
    {"chronic_isolates", "people cut off for long", CLG_REVEALS_COUNT, false},
    {"newcomers", "newcomers", CLG_REVEALS_COUNT, false},
    {"components", "separate parts of the network", CLG_REVEALS_ISOLATES, false},
    {"fragmentation", "pairs of people out of each other's reach", CLG_REVEALS_ISOLATES, false},
    {"distance_fragmentation", "distance between people", CLG_REVEALS_ISOLATES, false},
    {"largest_component_share", "share of people in the largest part", CLG_REVEALS_ISOLATES, false},
    {"largest_loss", "what the loss of one person would break", CLG_REVEALS_ISOLATES, false},
    {"core_share", "share of people in the core", CLG_REVEALS_SHARE, false},
    {"core_fit", "clearness of core and periphery", CLG_REVEALS_NOBODY, false},
    {"attendance_gini", "inequality of attendance", CLG_REVEALS_NOBODY, true},
    {"attendance_top_share", "attendances by the most present fifth", CLG_REVEALS_NOBODY, false},
    {"initiation_gini", "inequality of who begins exchanges", CLG_REVEALS_NOBODY, true},
    {"initiation_top_share", "exchanges begun by the busiest fifth", CLG_REVEALS_NOBODY, false},
    {"degree_centralization", "meetings centred on few people", CLG_REVEALS_NOBODY, false},
    {"exchange_indegree_centralization", "exchanges that go to few people", CLG_REVEALS_NOBODY, false},
    {"exchange_outdegree_centralization", "exchanges that come from few people", CLG_REVEALS_NOBODY, false},
    {"exchange_hierarchy", "one-way paths of exchanges", CLG_REVEALS_NOBODY, false},
    {"exchange_reaching_centrality", "reach that depends on rank", CLG_REVEALS_NOBODY, false},
    {"exchange_rank_energy", "exchanges that ignore ranks", CLG_REVEALS_NOBODY, false},
    {"nestedness", "the same inner circle at every meeting", CLG_REVEALS_NOBODY, false},
    {"temporal_reachability", "pairs that news can travel between", CLG_REVEALS_ISOLATES, false},
    {"temporal_efficiency", "speed of news", CLG_REVEALS_NOBODY, false},
    {"significant_core_pairs", "separate inner circles", CLG_REVEALS_NOBODY, false},
    {"core_pairs_quality", "clearness of inner circles", CLG_REVEALS_NOBODY, false},
    {"tie_persistence", "ties that last", CLG_REVEALS_NOBODY, false},
    {"tie_novelty", "new ties", CLG_REVEALS_NOBODY, false},
    {"core_stability", "stability of the core", CLG_REVEALS_NOBODY, false},
    {"core_entry_rate", "entry into the core", CLG_REVEALS_NOBODY, false},
    {"core_exit_rate", "leaving the core", CLG_REVEALS_NOBODY, false},
    {"work_drift", "change of the kinds of work", CLG_REVEALS_NOBODY, false},
    {"exchange_busiest_share", "exchanges in which very few people have a part", CLG_REVEALS_NOBODY, false},
    {"initiation_hhi", "exchanges begun by few people", CLG_REVEALS_NOBODY, false},
    {"little_joint_work", "pairs with joint work", CLG_REVEALS_NOBODY, false},
    {"learning_share", "meetings about learning", CLG_REVEALS_NOBODY, false},
};
// clang-format on

const char *clg_words(clg_word word)
{
    return english[word];
}

/* Where the next part of a text ends; *place is the argument that follows, from 1, or
 * 0 at the end. */
static const char *part_end(const char *text, int *place)
{
    for (; *text != '\0'; text++)
        if (text[0] == '{' && text[1] >= '1' && text[1] <= '9' && text[2] == '}') {
            *place = text[1] - '0';
            return text;
        }
    *place = 0;
    return text;
}

static void take_arguments(va_list list, const char *arguments[MOST_PLACES])
{
    int count = 0;
    const char *argument;

    while (count < MOST_PLACES && (argument = va_arg(list, const char *)) != NULL)
        arguments[count++] = argument;
}

void clg_say(FILE *stream, clg_word word, ...)
{
    const char *arguments[MOST_PLACES] = {NULL}, *text = english[word], *end;
    int place = 1;
    va_list list;

    va_start(list, word);
    take_arguments(list, arguments);
    va_end(list);
    while (place != 0) {
        end = part_end(text, &place);
        for (; text < end; text++)
            if (*text == '<' || *text == '&')
                fputs(*text == '<' ? "&lt;" : "&amp;", stream);
            else
                fputc(*text, stream);
        if (place != 0 && arguments[place - 1] != NULL)
            clg_svg_words(stream, arguments[place - 1]);
        text = end + 3;
    }
}

static void append(char *room, size_t size, size_t *used, const char *text,
                   size_t length)
{
    size_t left = size - 1 - *used;

    if (length > left)
        length = left;
    memcpy(room + *used, text, length);
    *used += length;
}

void clg_compose(char *room, size_t size, clg_word word, ...)
{
    const char *arguments[MOST_PLACES] = {NULL}, *text = english[word], *end;
    size_t used = 0;
    int place = 1;
    va_list list;

    va_start(list, word);
    take_arguments(list, arguments);
    va_end(list);
    while (place != 0) {
        end = part_end(text, &place);
        append(room, size, &used, text, (size_t)(end - text));
        if (place != 0 && arguments[place - 1] != NULL)
            append(room, size, &used, arguments[place - 1],
                   strlen(arguments[place - 1]));
        text = end + 3;
    }
    room[used] = '\0';
}

const clg_plain_name *clg_plain_name_at(size_t i)
{
    return i < sizeof plain / sizeof plain[0] ? &plain[i] : NULL;
}

const clg_plain_name *clg_plain_name_of(const char *measure)
{
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (strcmp(plain[i].id, measure) == 0)
            return &plain[i];
    return NULL;
}
