/* SPDX-License-Identifier: MIT */
/* Plan templates in use: the published ones, read once a version, and the ready ones, published at first use (S30). */
#ifndef AS_ENGINE_PLANS_H
#define AS_ENGINE_PLANS_H
#include "engine/command.h"

/* A published version. `version` 0: the newest. @param[out] plan borrowed: until the book's next command, or longer
 * @return OK, NOT_FOUND, CORRUPT, … */
aftersale_status as__plan_use(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                              const char *key, int32_t version, const as__template **plan);
/* The same for a command: a ready plan that the book does not have yet is published. Fails with a note at `path`. */
aftersale_status as__plan_for(as__command *command, const char *path, const char *key, int32_t version,
                              const as__template **plan);
/* The version that has a step of this number (`step` NULL) or key: that one, else the last before it, else the first
 * after it. What was made stays readable when later versions drop its step. @param[out] index of the step
 * @return OK, NOT_FOUND, CORRUPT, … */
aftersale_status as__plan_having(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                 const char *key, int32_t version, int32_t number, const char *step,
                                 const as__template **plan, size_t *index);
/* Whether a key is published or ready. */
bool as__plan_is_known(const aftersale_settings *settings, const char *key);
/* Number of a plan in its book, from 1; 0: not published. */
int32_t as__plan_number(const aftersale_settings *settings, const char *key);
/* Whether runs of a plan may have open cases, whichever its version. */
bool as__plan_has_cases(const aftersale_settings *settings, int32_t number);
/* Publishes a document that was read. @param[out] id local id of the version */
aftersale_status as__plan_put(as__command *command, const as__template *plan, const char *json, uint64_t *id);
/* A document read, checked and numbered as the next version would be, and not published. @param[out] out owned
 * @return OK; INVALID with all problems noted; LIMIT, noted; … */
aftersale_status as__plan_draft(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                const char *json, as__template **out);
uint64_t as__plan_id(const aftersale_book *book, const char *key, int32_t version);
/* Forgets templates that were read from what is not committed. */
void as__plans_forget(aftersale_book *book);
#endif
