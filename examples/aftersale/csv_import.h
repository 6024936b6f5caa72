/* SPDX-License-Identifier: MIT */
/* A CSV file, read by its map. */
#ifndef CSV_IMPORT_H
#define CSV_IMPORT_H
#include "csv_reader.h"
#include "gathering.h"

typedef struct csv_import {
    mapping map;
    gathering all;
    uint64_t *sorts; /* rows of each sort of the map */
    uint64_t rows, bad, unfit;
    csv_header header;
} csv_import;

/* Reads the whole file and gathers its records, in the order in which they are to be written. Bad rows are
 * told on the standard error. False: file or map cannot be read, and it was said. */
bool csv_import_read(csv_import *import, const char *path, const char *map_path, long shift_days);
void csv_import_end(csv_import *import);
#endif
