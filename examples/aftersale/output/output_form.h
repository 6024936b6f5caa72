/* SPDX-License-Identifier: MIT */
/* The four forms of an output. Each writes to the standard output. */
#ifndef OUTPUT_FORM_H
#define OUTPUT_FORM_H
#include "output/output.h"

/* A section begins: `name` may be NULL. */
void json_begin(const output *out, const char *name);
void csv_head(const output *out);
void markdown_head(const output *out);
/* The cells at hand are a row. */
void json_row(const output *out);
void csv_write_row(const output *out);
void markdown_row(const output *out);
/* The section ends; what is at hand is the whole of a table, or of a record. */
void json_end(const output *out);
void table_rows(const output *out);
void table_record(const output *out);
void markdown_record(const output *out);
#endif
