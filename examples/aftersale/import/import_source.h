/* SPDX-License-Identifier: MIT */
/* The file of an import, and the lines of it that do not go in. */
#ifndef IMPORT_SOURCE_H
#define IMPORT_SOURCE_H
#include "program/complaint.h"
#include <stdio.h>

typedef struct import_source {
    FILE *file;
    uint64_t size;     /* in bytes; 0: not known */
    uint64_t *refused; /* lines that did not go in; NULL: they are not kept */
    size_t refused_count;
    bool keeps_refused;
} import_source;

/* "-" is the standard input, which is laid aside where it is to be read twice for its refused lines. `rejects`, where
 * these go, may be NULL; it must be another file. @return how it ended; source_close() in any case */
int source_open(program *program, const char *path, const char *rejects, bool is_read_twice, import_source *out);
/* Notes a line as refused; once is enough. */
void source_refuse(import_source *source, uint64_t line);
/* Reads the file once more, which is CSV, and writes its refused rows to `path`, below the row of names.
 * @return how it ended */
int source_write_refused(program *program, import_source *source, const char *path, char delimiter);
void source_close(import_source *source);
#endif
