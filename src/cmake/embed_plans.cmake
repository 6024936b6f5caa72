# SPDX-License-Identifier: MIT
# cmake -D OUT=file.c -D PLANS="a.json;b.json" -P embed_plans.cmake: writes the texts into a C file, as bytes, since
# string literals above 4095 characters are more than C promises. A plan's key is the name of its file.
set(arrays)
set(table)
foreach(plan ${PLANS})
    cmake_path(GET plan STEM key)
    string(MAKE_C_IDENTIFIER "${key}" name)
    file(READ "${plan}" bytes HEX)
    string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
    string(APPEND arrays "static const unsigned char ${name}[] = {\n    ${bytes}0\n};\n")
    string(APPEND table "    {\"${key}\", (const char *)${name}},\n")
endforeach()
file(WRITE "${OUT}" "/* SPDX-License-Identifier: MIT */\n/* Made by embed_plans.cmake. */\n"
    "#include \"rules/ready_plan.h\"\n#include <stddef.h>\n\n${arrays}\n"
    "const as__ready as__ready_plans[] = {\n${table}    {NULL, NULL},\n};\n")
