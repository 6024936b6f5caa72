/* SPDX-License-Identifier: MIT */
/* What the three forms of the written plan have in common. */
#ifndef AS_EXCHANGE_SHEET_PART_H
#define AS_EXCHANGE_SHEET_PART_H
#include "exchange/sheet_writer.h"

void as__sheet_text(const as__sheet_document *document, as__buffer *out);
void as__sheet_markdown(const as__sheet_document *document, as__buffer *out);
void as__sheet_html(const as__sheet_document *document, as__buffer *out);
/* The line of time as SVG; nothing when there are not two days. `mirrored`: time goes from right to left. */
void as__sheet_time_line(const as__sheet_document *document, bool mirrored, as__buffer *out);
/* A value as text of HTML or SVG. */
void as__sheet_put_html(as__buffer *out, const char *value);

/* A word of a value: what stands between blanks, newlines and control characters. */
typedef struct as__piece { const char *text; size_t size; bool begins_line; } as__piece;
/* Takes the next word; false at the end. */
bool as__sheet_next(const char **text, as__piece *out);
/* Bytes of the code point at `text`. */
size_t as__sheet_point(const char *text);

const char *as__sheet_title(const as__sheet_document *document);
/* Whether any line says who makes it: without, there is no such column. */
bool as__sheet_names_who(const as__sheet_document *document);

/* Parts of the document as one value. They are made in `scratch`, which is emptied first and fails when
 * there is no memory: then they are "". */
const char *as__sheet_when(const as__sheet_document *document, const as__sheet_line *line,
                           as__buffer *scratch);
/* Whom to call; NULL: nobody is named. */
const char *as__sheet_call(const as__sheet_document *document, as__buffer *scratch);
/* What is said of the version, a line each: "Version 2, written on …", what it replaces, who was given it, and that it
 * was acknowledged. */
const char *as__sheet_state(const as__sheet_document *document, as__buffer *scratch);
#endif
