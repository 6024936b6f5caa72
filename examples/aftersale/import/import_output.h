/* SPDX-License-Identifier: MIT */
/* What came of an import, as it is shown; and the writing of what came from CSV. */
#ifndef IMPORT_OUTPUT_H
#define IMPORT_OUTPUT_H
#include "import/csv_import.h"

/* Rows by the sorts of the map. */
void output_rows(output *out, const csv_import *import);
/* Begins the table of records. */
void output_records(output *out);
void output_counts(output *out, const char *name, const aftersale_import_counts *counts, uint64_t left_out);

/* Says where an import that broke off is to be taken up. */
void tell_position(const program *program, int ended, uint64_t settled);

/* Writes the gathered records but for the first `skip`, stage by stage, and shows what came of each. @return how it ended */
int csv_write(csv_import *import, uint64_t skip, output *out);
/* Notes the rows of all records that did not go in. */
void csv_refuse_lines(csv_import *import);
#endif
