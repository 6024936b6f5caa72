/* SPDX-License-Identifier: MIT */
/* Commands that are committed as one inside a call, run again whole when somebody else was faster (S77). */
#ifndef AS_ENGINE_BATCH_H
#define AS_ENGINE_BATCH_H
#include "engine/engine.h"

/* Runs the i-th of them with as__batch_command(); may be called again from the first on.
 * @return OK: go on; anything else ends the batch, and nothing of it is written */
typedef aftersale_status (*as__batch_fn)(void *user, size_t i);
/* @param[out] wrote whether anything was committed @return OK, what `run` said, or a failure of the commit, noted */
aftersale_status as__batch_run(aftersale_book *book, size_t count, as__batch_fn run, void *user, bool *wrote);
/* Forgets what the book says of the command before: its error, its problems, its scratch memory. */
void as__batch_anew(aftersale_book *book);
/* One command of a batch; a failed one leaves the others as they are. Its failure stands in the book's error. */
aftersale_status as__batch_command(aftersale_book *book, int32_t number, const void *args, aftersale_id *out);
#endif
