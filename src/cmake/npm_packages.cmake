# cmake -D NPM= -D FROM= -D FOLDER= -D STAMP= -P npm_packages.cmake
file(MAKE_DIRECTORY ${FOLDER})
file(COPY ${FROM}/package.json ${FROM}/package-lock.json DESTINATION ${FOLDER})
execute_process(
    COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --prefer-offline
        --no-update-notifier --loglevel=error --fetch-retry-mintimeout=2000
        --fetch-timeout=60000
    WORKING_DIRECTORY ${FOLDER} RESULT_VARIABLE result
    OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${output}\n"
        "The script of the reports needs packages from the npm registry, and npm could "
        "not install them (above). Where there is no registry, make reports without a "
        "script: -D COLLEGIUM_REPORT_SCRIPT=OFF")
endif()
file(TOUCH ${STAMP})
