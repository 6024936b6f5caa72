# SPDX-License-Identifier: MIT
# aftersale_flags(target): the warnings, hardening and instruments that all our own code is built with.
include(CheckCCompilerFlag)

set(aftersale_warnings
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes
    -Wvla -Wcast-qual -Wundef -Wformat=2)
if(AFTERSALE_WERROR)
    list(APPEND aftersale_warnings -Werror)
endif()

set(aftersale_compile_options)
set(aftersale_link_options)
if(AFTERSALE_HARDENING)
    list(APPEND aftersale_compile_options -fstack-protector-strong)
    foreach(flag -fstack-clash-protection -fcf-protection=full)
        string(MAKE_C_IDENTIFIER "AFTERSALE_HAS${flag}" known)
        check_c_compiler_flag(${flag} ${known})
        if(${known})
            list(APPEND aftersale_compile_options ${flag})
        endif()
    endforeach()
    list(APPEND aftersale_link_options -Wl,-z,relro,-z,now,-z,noexecstack)
    if(NOT AFTERSALE_SANITIZE)
        # Both need what a sanitizer replaces: plain libc calls, and libraries without loose ends.
        list(APPEND aftersale_compile_options
             -U_FORTIFY_SOURCE $<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:-D_FORTIFY_SOURCE=3>)
        list(APPEND aftersale_link_options -Wl,-z,defs)
    endif()
endif()
if(AFTERSALE_COVERAGE)
    list(APPEND aftersale_compile_options --coverage -fprofile-update=atomic) # threads count, too
    list(APPEND aftersale_link_options --coverage)
else()
    # The same bytes from whatever folder; the later of two that fit counts.
    list(APPEND aftersale_compile_options
         "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=." "-ffile-prefix-map=${PROJECT_BINARY_DIR}=./build")
endif()
if(AFTERSALE_SANITIZE)
    list(APPEND aftersale_compile_options
         -fsanitize=${AFTERSALE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    list(APPEND aftersale_link_options -fsanitize=${AFTERSALE_SANITIZE})
endif()

function(aftersale_flags target)
    set_target_properties(${target} PROPERTIES C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
    target_compile_definitions(${target} PRIVATE _POSIX_C_SOURCE=200809L)
    target_compile_options(${target} PRIVATE ${aftersale_warnings} ${aftersale_compile_options})
    target_link_options(${target} PRIVATE ${aftersale_link_options})
endfunction()
