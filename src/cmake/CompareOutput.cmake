# SPDX-License-Identifier: MIT
# cmake -DPROGRAM=… -DEXPECTED=… -DFOLDER=… -DINPUTS=… -P CompareOutput.cmake
# Runs PROGRAM in a fresh FOLDER that holds the .json files of INPUTS; what it prints must be the file EXPECTED.
file(REMOVE_RECURSE "${FOLDER}")
file(MAKE_DIRECTORY "${FOLDER}")
file(GLOB inputs "${INPUTS}/*.json")
file(COPY ${inputs} DESTINATION "${FOLDER}")
execute_process(COMMAND "${PROGRAM}" WORKING_DIRECTORY "${FOLDER}" OUTPUT_FILE output.txt RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} ended with ${result}")
endif()
execute_process(COMMAND diff -u "${EXPECTED}" "${FOLDER}/output.txt" RESULT_VARIABLE differs)
if(NOT differs EQUAL 0)
    message(FATAL_ERROR "the output is not the one in ${EXPECTED}")
endif()
