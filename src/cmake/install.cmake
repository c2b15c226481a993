# What `cmake --install` lays down: the library, its headers, the program, the
# licence, and the two ways in which other projects find them.
set(PACKAGE_FOLDER ${CMAKE_INSTALL_LIBDIR}/cmake/collegium)

install(TARGETS collegium EXPORT collegium-targets)
if(TARGET collegium_cli)
    install(TARGETS collegium_cli)
endif()
install(DIRECTORY include/collegium DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.h")
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(COLLEGIUM_REPORT_SCRIPT)
    install(FILES src/report/script/THIRD_PARTY.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()

# CMake: find_package(collegium), then link collegium::collegium.
configure_package_config_file(src/cmake/collegium-config.cmake.in
    ${PROJECT_BINARY_DIR}/collegium-config.cmake INSTALL_DESTINATION ${PACKAGE_FOLDER})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/collegium-config-version.cmake
    COMPATIBILITY SameMinorVersion)
install(EXPORT collegium-targets NAMESPACE collegium:: DESTINATION ${PACKAGE_FOLDER})
install(FILES ${PROJECT_BINARY_DIR}/collegium-config.cmake
              ${PROJECT_BINARY_DIR}/collegium-config-version.cmake
        DESTINATION ${PACKAGE_FOLDER})

# pkg-config: the prefix is found from where the file lies, so that an installed
# tree may be moved.
file(RELATIVE_PATH PREFIX_FROM_PC
    ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" PREFIX_FROM_PC ${PREFIX_FROM_PC})
set(PRIVATE_LIBRARIES ${HDF5_C_LIBRARIES} ${CSV_LIBRARY} ${OpenMP_C_FLAGS} -lm)
list(JOIN PRIVATE_LIBRARIES " " PRIVATE_LIBRARIES)
configure_file(src/cmake/collegium.pc.in ${PROJECT_BINARY_DIR}/collegium.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/collegium.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
