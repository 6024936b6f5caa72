/* SPDX-License-Identifier: MIT */
/* I: bytes a sale with its plan, all in: customers, events, indexes, what malloc adds. */
#include "bench/measures.h"
#include <sys/stat.h>

static double bytes_a_sale(const bench *b, const char *path)
{
    struct stat file;
    must_work("size of the file", stat(path, &file) == 0);
    return (double)file.st_size / b->w.sales;
}

void measure_size(bench *b, bool used)
{
    double memory = (double)b->ours[SIDE_MEMORY].memory.held / b->w.sales, theirs, ours;
    if (!sides_asked(b, 'I'))
        return;
    sides_maintain(b);
    ours = bytes_a_sale(b, b->file_path);
    theirs = bytes_a_sale(b, b->reference_path);
    if (used) {
        measure_table_count(&b->table, "I after a year's work", "memory", "bytes", memory, NULL,
                            (target){NO_TARGET, 0, 0});
        measure_table_count(&b->table, "I after a year's work", "sqlite", "bytes", ours, &theirs,
                            (target){RATIO_AT_MOST, 1.3, 1});
        return;
    }
    measure_table_count(&b->table, "I fresh, a sale", "memory", "bytes", memory, NULL,
                        (target){OURS_AT_MOST, 600, 400});
    measure_table_count(&b->table, "I fresh, a sale", "sqlite", "bytes", ours, &theirs,
                        (target){OURS_AT_MOST, 330, 240});
}
