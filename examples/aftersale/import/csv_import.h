/* SPDX-License-Identifier: MIT */
/* A CSV file, read by its map. */
#ifndef CSV_IMPORT_H
#define CSV_IMPORT_H
#include "csv/csv_reader.h"
#include "csv/gathering.h"
#include "import/import_source.h"

typedef struct csv_import {
    program *all;
    import_source source;
    mapping map;
    gathering gathered;
    uint64_t *sorts; /* rows of each sort of the map */
    uint64_t rows, bad, unfit;
    csv_header header;
} csv_import;

/* Reads the whole file and gathers its records, in the order in which they are to be written. Bad rows are
 * told on the standard error. @return how it ended; csv_import_end() in any case */
int csv_import_read(program *program, const command_line *line, csv_import *import);
void csv_import_end(csv_import *import);
#endif
