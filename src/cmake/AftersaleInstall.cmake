# SPDX-License-Identifier: MIT
# Headers, libraries, a CMake package and one .pc file a library. Nothing names the prefix, so that
# `cmake --install --prefix` and a moved tree keep working.
include(CMakePackageConfigHelpers)
set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/aftersale")
set(pc_folder "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
# From the folder of the .pc files back to the prefix: one step for lib, one more for lib/x86_64-linux-gnu.
file(RELATIVE_PATH pc_up "/${pc_folder}" "/")
string(REGEX REPLACE "/$" "" pc_up "${pc_up}")

install(FILES include/aftersale.h DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY include/aftersale DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")

get_property(libraries GLOBAL PROPERTY AFTERSALE_LIBRARIES)
foreach(library ${libraries})
    get_property(pc_name GLOBAL PROPERTY AFTERSALE_${library}_OUTPUT)
    get_property(pc_description GLOBAL PROPERTY AFTERSALE_${library}_DESCRIPTION)
    get_property(component GLOBAL PROPERTY AFTERSALE_${library}_COMPONENT)
    get_property(pc_requires_private GLOBAL PROPERTY AFTERSALE_${library}_REQUIRES)
    string(REPLACE ";" " " pc_requires_private "${pc_requires_private}")
    get_property(kinds GLOBAL PROPERTY AFTERSALE_${library}_KINDS)
    set(pc_requires "")
    set(pc_libs "-l${pc_name}")
    if(component)
        set(pc_requires aftersale)
    endif()
    if(component AND NOT shared IN_LIST kinds)
        # What looks inside the core takes the archive, and whatever the core needs.
        get_property(pc_requires GLOBAL PROPERTY AFTERSALE_aftersale_REQUIRES)
        string(REPLACE ";" " " pc_requires "${pc_requires}")
        string(APPEND pc_libs " -l:libaftersale.a -pthread")
    endif()
    configure_file(aftersale.pc.in ${pc_name}.pc @ONLY)
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/${pc_name}.pc" DESTINATION "${pc_folder}")

    # One file of targets each, so that a program that takes the shared core needs nothing of the others.
    install(TARGETS ${library}_static EXPORT ${pc_name}-static)
    install(EXPORT ${pc_name}-static NAMESPACE aftersale:: DESTINATION "${package_folder}")
    if(shared IN_LIST kinds)
        install(TARGETS ${library} EXPORT ${pc_name}-shared)
        install(EXPORT ${pc_name}-shared NAMESPACE aftersale:: DESTINATION "${package_folder}")
    endif()
endforeach()

configure_package_config_file(src/cmake/aftersaleConfig.cmake.in aftersaleConfig.cmake
    INSTALL_DESTINATION "${package_folder}")
write_basic_package_version_file(aftersaleConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/aftersaleConfig.cmake"
              "${CMAKE_CURRENT_BINARY_DIR}/aftersaleConfigVersion.cmake"
        DESTINATION "${package_folder}")
