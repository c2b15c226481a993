# The script of the report's pages: small packages from the npm registry and our own
# modules, bundled into a C source. Nothing is written outside the build folder; it is
# made anew only when a source or the lock file changes, and then needs the registry
# only if the packages did.
option(COLLEGIUM_REPORT_SCRIPT
    "Reports answer to their reader (needs node, npm and the npm registry)" ON)
set(SCRIPT_SOURCES ${PROJECT_SOURCE_DIR}/src/report/script)
set(SCRIPT_FOLDER ${PROJECT_BINARY_DIR}/report-script)

# npm_packages(STAMP FROM FOLDER): installs what FROM's lock file says into FOLDER.
function(npm_packages stamp from folder)
    add_custom_command(OUTPUT ${stamp}
        COMMAND ${CMAKE_COMMAND} -D NPM=${NPM} -D FROM=${from} -D FOLDER=${folder}
            -D STAMP=${stamp} -P ${PROJECT_SOURCE_DIR}/src/cmake/npm_packages.cmake
        DEPENDS ${from}/package.json ${from}/package-lock.json
        COMMENT "Installing the npm packages of ${from}" VERBATIM)
endfunction()

if(NOT COLLEGIUM_REPORT_SCRIPT)
    set(SCRIPT_C ${SCRIPT_FOLDER}/no_script.c)
    file(CONFIGURE OUTPUT ${SCRIPT_C} CONTENT [[
#include "report/script.h"

const char clg_report_script[] = "";
const char clg_report_script_hash[] = "";
]] @ONLY)
    return()
endif()

find_program(NODE NAMES node nodejs)
find_program(NPM npm)
if(NOT NODE OR NOT NPM)
    message(FATAL_ERROR "node and npm bundle the script of the reports, and were not "
        "found. Install them, or make reports without a script: "
        "-D COLLEGIUM_REPORT_SCRIPT=OFF")
endif()

npm_packages(${SCRIPT_FOLDER}/packages.stamp ${SCRIPT_SOURCES} ${SCRIPT_FOLDER})
add_custom_target(report_packages DEPENDS ${SCRIPT_FOLDER}/packages.stamp)
set(SCRIPT_C ${SCRIPT_FOLDER}/script.c)
file(GLOB SCRIPT_MODULES CONFIGURE_DEPENDS
    ${SCRIPT_SOURCES}/*.js ${SCRIPT_SOURCES}/*.css)
add_custom_command(OUTPUT ${SCRIPT_C} ${SCRIPT_FOLDER}/script.js
    COMMAND ${NODE} ${SCRIPT_SOURCES}/build.mjs ${SCRIPT_FOLDER}
    DEPENDS ${SCRIPT_FOLDER}/packages.stamp ${SCRIPT_SOURCES}/build.mjs ${SCRIPT_MODULES}
    COMMENT "Bundling the script of the reports" VERBATIM)
add_custom_target(report_script DEPENDS ${SCRIPT_C})
add_dependencies(report_script report_packages)
