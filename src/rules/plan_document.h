/* SPDX-License-Identifier: MIT */
#ifndef AS_RULES_PLAN_DOCUMENT_H
#define AS_RULES_PLAN_DOCUMENT_H
#include "rules/plan_reader.h"

/* Reads the document into the template. What is wrong stands in the problems; `failed`: out of memory. */
void as__plan_document_read(as__plan_reader *reader, const cJSON *root, as__template *plan);
#endif
