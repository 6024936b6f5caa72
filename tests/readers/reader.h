/* SPDX-License-Identifier: MIT */
/* What programs that write for readers share: whatever fails ends them, and is said. */
#ifndef READER_H
#define READER_H
#include "support/clocked_book.h"
#include <stdio.h>
#include <stdlib.h>

static inline void must(aftersale_status status, const aftersale_book *book, const char *what)
{
    if (status == AFTERSALE_OK)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, aftersale_status_name(status), aftersale_book_error(book)->text);
    exit(EXIT_FAILURE);
}

static inline void write_file(const char *folder, const char *name, const char *text, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(text, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
}
#endif
