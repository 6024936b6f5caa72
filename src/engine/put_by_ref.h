/* SPDX-License-Identifier: MIT */
/* What puts of nouns whose id comes from their ref do alike. */
#ifndef AS_ENGINE_PUT_BY_REF_H
#define AS_ENGINE_PUT_BY_REF_H
#include "engine/command.h"

/* The record of a ref, or NULL; and the id it has or will have. EXISTS: the id belongs to another ref. */
aftersale_status as__put_find(as__command *command, aftersale_kind kind, const char *ref, uint64_t *id,
                              const aftersale_record **out);
/* A ref that is there already: the first answer again where the command says what recorded it, else EXISTS (S4). */
aftersale_status as__put_repeat(as__command *command, uint64_t id, const as__hash *recorded_as);
/* Notes what a put made or changed. */
void as__put_answer(as__command *command, uint64_t id, bool is_new);
/* The local id that a link names, if it is given. */
aftersale_status as__put_link(as__command *command, const char *path, aftersale_kind kind, aftersale_link link,
                              uint64_t *local);
#endif
