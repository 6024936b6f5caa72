/* SPDX-License-Identifier: MIT */
#include "import/import_output.h"
#include <inttypes.h>

void output_rows(output *out, const csv_import *import)
{
    static const char *const columns[] = {"rows", "count", NULL};
    output_table(out, "rows", columns);
    for (size_t i = 0; i < import->map.row_count; i++) {
        output_text(out, import->map.rows[i].reason);
        output_number(out, (int64_t)import->sorts[i]);
    }
    output_text(out, "fits no rule of the map");
    output_number(out, (int64_t)import->unfit);
    output_text(out, "bad");
    output_number(out, (int64_t)import->bad);
    output_text(out, "all rows");
    output_number(out, (int64_t)import->rows);
}

void output_records(output *out)
{
    static const char *const columns[] = {"records", "made", "changed", "same", "refused", "left_out", NULL};
    output_table(out, "records", columns);
}

void output_counts(output *out, const char *name, const aftersale_import_counts *counts, uint64_t left_out)
{
    output_text(out, name);
    output_number(out, (int64_t)counts->made);
    output_number(out, (int64_t)counts->changed);
    output_number(out, (int64_t)counts->same);
    output_number(out, (int64_t)counts->bad);
    output_number(out, (int64_t)left_out);
}

void tell_position(const program *all, int ended, uint64_t settled)
{
    char text[80];
    snprintf(text, sizeof text, "the import broke off; it goes on with --skip %" PRIu64, settled);
    complain(all, ended, NULL, text);
}
