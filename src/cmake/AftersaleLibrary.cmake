# SPDX-License-Identifier: MIT
# aftersale_library(name OUTPUT file DESCRIPTION text SOURCES … [COMPONENT name] [STATIC_ONLY] [LINKS …]
#                   [PC_REQUIRES_PRIVATE …])
#
# Makes `name` (shared, unless AFTERSALE_SHARED is off) and `name_static` from one compilation, and remembers
# for the install rules what they are. A component is a library of its own on top of the core, which it
# sees as any program does: through the exported symbols. One that looks inside the core is STATIC_ONLY and goes
# with the static core. Without sources nothing is made.
function(aftersale_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "STATIC_ONLY" "OUTPUT;DESCRIPTION;COMPONENT" "SOURCES;LINKS;PC_REQUIRES_PRIVATE")
    if(NOT arg_SOURCES)
        message(STATUS "${arg_OUTPUT}: no sources yet, left out")
        return()
    endif()

    add_library(${name}_objects OBJECT ${arg_SOURCES})
    aftersale_flags(${name}_objects)
    set_target_properties(${name}_objects PROPERTIES POSITION_INDEPENDENT_CODE ON C_VISIBILITY_PRESET hidden)
    target_include_directories(${name}_objects PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/include")
    target_link_libraries(${name}_objects PRIVATE ${arg_LINKS})
    if(NOT arg_COMPONENT)
        target_compile_definitions(${name}_objects PRIVATE
            AFTERSALE_VERSION_MAJOR=${PROJECT_VERSION_MAJOR}
            AFTERSALE_VERSION_MINOR=${PROJECT_VERSION_MINOR}
            AFTERSALE_VERSION_PATCH=${PROJECT_VERSION_PATCH})
    endif()

    set(kinds static)
    add_library(${name}_static STATIC $<TARGET_OBJECTS:${name}_objects>)
    if(AFTERSALE_SHARED AND NOT arg_STATIC_ONLY)
        list(APPEND kinds shared)
        add_library(${name} SHARED $<TARGET_OBJECTS:${name}_objects>)
        set(map "${PROJECT_SOURCE_DIR}/src/aftersale.map")
        target_link_options(${name} PRIVATE "-Wl,--version-script=${map}")
        set_target_properties(${name} PROPERTIES LINK_DEPENDS "${map}"
            VERSION ${AFTERSALE_SOVERSION}.${PROJECT_VERSION_MINOR}.${PROJECT_VERSION_PATCH}
            SOVERSION ${AFTERSALE_SOVERSION})
    endif()

    foreach(kind ${kinds})
        set(target ${name})
        set(core aftersale)
        set(exported ${arg_COMPONENT})
        if(NOT arg_COMPONENT)
            set(exported aftersale)
        endif()
        if(kind STREQUAL static)
            string(APPEND target _static)
            string(APPEND core _static)
            string(APPEND exported _static)
        endif()
        aftersale_flags(${target})
        set_target_properties(${target} PROPERTIES LINKER_LANGUAGE C OUTPUT_NAME ${arg_OUTPUT} EXPORT_NAME ${exported})
        target_include_directories(${target} INTERFACE
            "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
        target_link_libraries(${target} PRIVATE ${arg_LINKS})
        if(arg_COMPONENT)
            target_link_libraries(${target} PUBLIC ${core})
        endif()
        add_library(aftersale::${exported} ALIAS ${target})
    endforeach()
    if(NOT shared IN_LIST kinds)
        string(REGEX REPLACE "_static$" "" plain ${exported})
        add_library(aftersale::${plain} ALIAS ${name}_static)
    endif()

    set_property(GLOBAL APPEND PROPERTY AFTERSALE_LIBRARIES ${name})
    set_property(GLOBAL PROPERTY AFTERSALE_${name}_OUTPUT ${arg_OUTPUT})
    set_property(GLOBAL PROPERTY AFTERSALE_${name}_DESCRIPTION "${arg_DESCRIPTION}")
    set_property(GLOBAL PROPERTY AFTERSALE_${name}_COMPONENT "${arg_COMPONENT}")
    set_property(GLOBAL PROPERTY AFTERSALE_${name}_KINDS "${kinds}")
    set_property(GLOBAL PROPERTY AFTERSALE_${name}_REQUIRES "${arg_PC_REQUIRES_PRIVATE}")
endfunction()
