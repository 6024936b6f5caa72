/* SPDX-License-Identifier: MIT */
/* The book's feed: who reads it first numbers what is pending (S67). */
#ifndef AS_ENGINE_FEED_H
#define AS_ENGINE_FEED_H
#include "engine/engine.h"

#define AS__FEED_TURN 1000 /* events numbered in one commit, at most */

/* Numbers all that is pending. @return OK, CONFLICT (the retries are used up), … noted */
aftersale_status as__feed_number(aftersale_book *book);
/* Newest feed record whose first number is not above `number`; NULL: none. */
aftersale_status as__feed_find(as__unit *unit, uint64_t number, const as__feed **out);
/* Reads events `from` to below `until` of a feed record in one call. */
aftersale_status as__feed_fetch(as__unit *unit, const as__feed *feed, size_t from, size_t until);
/* The i-th event of a feed record. @return OK, CORRUPT (it is not there), … */
aftersale_status as__feed_event(as__unit *unit, const as__feed *feed, size_t i, const aftersale_event **out);
/* Digest of a feed record, its events being in the unit; `before` is that of the one before it, all zero for the
 * first. @return OK, CORRUPT, … */
aftersale_status as__feed_hash(as__unit *unit, const as__hash *before, const as__feed *feed, as__hash *out);
#endif
