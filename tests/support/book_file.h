/* SPDX-License-Identifier: MIT */
/* A SQLite file for books, in a folder of its own below the one that the test runs in. Asks for no Criterion. */
#ifndef BOOK_FILE_H
#define BOOK_FILE_H
#include <stdbool.h>

typedef struct book_file {
    char folder[24]; /* "": there is none */
    char path[32];
} book_file;

/* Makes the folder, and no file yet. False: it cannot be made. */
bool book_file_make(book_file *file);
/* With its folder and all that SQLite laid beside it; nothing where there is none. */
void book_file_remove(book_file *file);
#endif
