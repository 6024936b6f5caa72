/* SPDX-License-Identifier: MIT */
/* What puts of nouns whose id comes from their ref do alike. */
#ifndef AS_ENGINE_PUT_BY_REF_H
#define AS_ENGINE_PUT_BY_REF_H
#include "engine/command.h"

/* Begins a put: the record that stands under the ref, NULL where none does, and a draft of the kind, a copy of that
 * record or a new one. EXISTS: the id of the ref belongs to another. */
aftersale_status as__put_begin(as__command *command, aftersale_kind number, const char *ref, void *draft,
                               const aftersale_record **before);
/* A ref that is there already: the first answer again where the command says what recorded it, else EXISTS (S4). */
aftersale_status as__put_repeat(as__command *command, uint64_t id, const as__hash *recorded_as);
/* Notes what a put made or changed. */
void as__put_answer(as__command *command, uint64_t id, bool is_new);
/* The local id that a link names, if it is given. */
aftersale_status as__put_link(as__command *command, const char *path, aftersale_kind kind, aftersale_link link,
                              uint64_t *local);
#endif
