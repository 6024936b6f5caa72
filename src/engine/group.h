/* SPDX-License-Identifier: MIT */
/* Commits, and the groups and batches that are committed as one (S3, S77). */
#ifndef AS_ENGINE_GROUP_H
#define AS_ENGINE_GROUP_H
#include "engine/engine.h"

#define AS__TRIES 20 /* of what others keep getting ahead of */

/* Commits a unit. A store that cannot say whether it wrote is asked again with the same changes; when that conflicts,
 * the event of the command's id says whose the commit was. @param command id of the last command in the unit */
aftersale_status as__unit_write(aftersale_book *book, as__unit *unit, uint64_t command);
/* Waits before another try: longer each time, by chance. */
void as__pause(aftersale_book *book, int tries);
void as__tell_committed(const aftersale_book *book);

/* A command failed inside a group: unless the host asked to go on, the rest does nothing. */
void as__group_doom(aftersale_book *book, aftersale_status status);
aftersale_status as__group_repeat_doom(aftersale_book *book);

/* A command inside a call that has entered the book already. */
aftersale_status as__command_decide(aftersale_book *book, int32_t number, const void *args, aftersale_id *out);
#endif
