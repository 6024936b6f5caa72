/* SPDX-License-Identifier: MIT */
/* What is said on the standard error: a line of words each, or of JSON where the answers are JSON. */
#ifndef COMPLAINT_H
#define COMPLAINT_H
#include "program/program.h"

/* Each returns how the command ends. */

/* `text` is said of `about`, which may be NULL. */
int complain(const program *program, int ended, const char *about, const char *text);
/* The command at hand is not used so; its usage follows. */
int complain_of_usage(const program *program, const char *about, const char *text);
/* The C library failed on this file. */
int complain_of_file(const program *program, const char *path);
int complain_of_error(const program *program, const aftersale_error *error);
/* The last call on the book failed. */
int complain_of_book(const program *program);
/* One line of an import does not go in. `record` names the record it belongs to, `path` its field; "": not known. */
void complain_of_line(const program *program, uint64_t line, const char *record, const char *path, const char *text);
#endif
