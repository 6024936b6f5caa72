/* SPDX-License-Identifier: MIT */
/* Records as bytes: each field given as tag, size, content; what a reader does not know it carries along. */
#ifndef AS_SCHEMA_PACK_H
#define AS_SCHEMA_PACK_H
#include "schema/field.h"

/* Appends the content of a record; its head is not in it. */
void as__pack_record(const aftersale_record *record, as__buffer *out);
/* Appends the items of one list. */
void as__pack_list(const as__field *field, const void *base, as__buffer *out);

/* Fills a draft of the kind from packed bytes; texts and lists are laid into the arena. Fields that the kind does not
 * know are gathered in the draft's head. @return OK, CORRUPT, NO_MEMORY */
aftersale_status as__unpack_record(aftersale_bytes content, const as__kind *kind, as__arena *arena, void *draft);
aftersale_status as__unpack_list(aftersale_bytes content, const as__field *field, as__arena *arena, void *draft);
#endif
