/* SPDX-License-Identifier: MIT */
/* A document: what has a form of its own and goes to a file or to the standard output. */
#ifndef DOCUMENT_H
#define DOCUMENT_H
#include "program/program.h"
#include "program/progress.h"
#include <stdio.h>

typedef struct document {
    program *all;
    const char *path; /* NULL: the standard output */
    FILE *file;
    uint64_t written;
    progress bar;
} document;

/* @return how it ended; document_end() where that is well */
int document_begin(program *program, const char *path, document *out);
/* An aftersale_write_fn, whose `user` is the document. */
int document_write(void *document, const char *text, size_t size);
/* `status` is what the library said that wrote it. @return how it ended */
int document_end(document *document, aftersale_status status);
/* A document that is one text. @return how it ended */
int document_of(program *program, const char *path, const char *text, size_t size);
#endif
