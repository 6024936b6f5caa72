/* SPDX-License-Identifier: MIT */
/** @file event.h  What happened, in order, never changed (S67). Read it; nothing is pushed.
 *
 * Every command writes its event in its own commit, numbered without gap within its root: the customer, the product,
 * the actor or the book. Whoever reads the feed first numbers what is new for the whole book, without gap as well. */
#ifndef AFTERSALE_EVENT_H
#define AFTERSALE_EVENT_H
#include "cursor.h"
AFTERSALE_BEGIN
/** Events of the book behind feed number `after` (0: from the first), at least once each; numbers what is pending.
 *  @param[out] out owned @return OK, CONFLICT (others number at the same time, retries used up), STORE */
AFTERSALE_API aftersale_status aftersale_event_list(aftersale_book *book, uint64_t after, aftersale_cursor **out);
/** Events of one root, the customer or product named by id, behind its number `after`. @param[out] out owned */
AFTERSALE_API aftersale_status aftersale_event_list_of(aftersale_book *book, aftersale_id root, uint64_t after,
                                                       aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_event_next(aftersale_cursor *cursor, const aftersale_event **out);
/** Checks the hash chains of all roots and of the feed. @param[out] good number of the last event of the feed up to
 *  which all holds, may be NULL @return OK, CORRUPT, STORE */
AFTERSALE_API aftersale_status aftersale_event_verify(aftersale_book *book, uint64_t *good);
/** Checks the hash chain of one root. @param[out] good number of its last event that holds, may be NULL
 *  @return OK, CORRUPT, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_event_verify_of(aftersale_book *book, aftersale_id root, uint64_t *good);
/** Its type in words: "sale.recorded", "touch.done" … Any thread. @return static text */
AFTERSALE_API const char *aftersale_event_name(const aftersale_event *event);
/** The touch it is about; zero: none. Any thread. */
AFTERSALE_API aftersale_id aftersale_event_touch(const aftersale_event *event);
/** A CloudEvents 1.0 object; ids and codes, no personal field. @param out may be NULL when size is 0
 *  @return bytes needed, NUL included */
AFTERSALE_API size_t aftersale_event_json(const aftersale_event *event, char *out, size_t size);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_EVENT_ROOT = 1, AFTERSALE_FIELD_EVENT_NUMBER = 2, AFTERSALE_FIELD_EVENT_FEED = 3,
    AFTERSALE_FIELD_EVENT_TYPE = 4, AFTERSALE_FIELD_EVENT_ROOT_KIND = 5, AFTERSALE_FIELD_EVENT_RECORDED = 6,
    AFTERSALE_FIELD_EVENT_AT = 7, AFTERSALE_FIELD_EVENT_COMMAND = 8, AFTERSALE_FIELD_EVENT_KEY = 9,
    AFTERSALE_FIELD_EVENT_DIGEST = 10, AFTERSALE_FIELD_EVENT_SUBJECT = 11, AFTERSALE_FIELD_EVENT_MADE = 12,
    AFTERSALE_FIELD_EVENT_ENROLMENT = 13, AFTERSALE_FIELD_EVENT_STEP = 14,
    AFTERSALE_FIELD_EVENT_OCCURRENCE = 15, AFTERSALE_FIELD_EVENT_OUTCOME = 16,
    AFTERSALE_FIELD_EVENT_PLANNED = 17, AFTERSALE_FIELD_EVENT_CONTACT = 18, AFTERSALE_FIELD_EVENT_ACTOR = 19,
    AFTERSALE_FIELD_EVENT_CHANNEL = 20, AFTERSALE_FIELD_EVENT_REASONS = 21, AFTERSALE_FIELD_EVENT_DETAIL = 22,
    AFTERSALE_FIELD_EVENT_RUNS = 23, AFTERSALE_FIELD_EVENT_LAST_CONTACT = 24, AFTERSALE_FIELD_EVENT_HASH = 25,
    AFTERSALE_FIELD_EVENT_RECENTS = 26
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Customer, product or book it belongs to. */
AFTERSALE_API aftersale_id aftersale_event_root(const aftersale_event *event);
/** 1, 2, 3 … within its root. */
AFTERSALE_API int64_t aftersale_event_number(const aftersale_event *event);
/** 1, 2, 3 … within the book, once somebody has read the feed. */
AFTERSALE_API int64_t aftersale_event_feed(const aftersale_event *event);
/** What happened. */
AFTERSALE_API int32_t aftersale_event_type(const aftersale_event *event);
/** Kind of the root. */
AFTERSALE_API int32_t aftersale_event_root_kind(const aftersale_event *event);
/** When it was recorded. */
AFTERSALE_API aftersale_time aftersale_event_recorded(const aftersale_event *event);
/** When it happened, where that differs. */
AFTERSALE_API aftersale_time aftersale_event_at(const aftersale_event *event);
/** Id of the command; what it made is numbered on from it. */
AFTERSALE_API aftersale_id aftersale_event_command(const aftersale_event *event);
/** The host's key of the command. */
AFTERSALE_API const char *aftersale_event_key(const aftersale_event *event);
/** What it is about, where that is not the root. */
AFTERSALE_API aftersale_id aftersale_event_subject(const aftersale_event *event);
/** How many enrolments it began; their ids follow that of the command. */
AFTERSALE_API int32_t aftersale_event_made(const aftersale_event *event);
/** Plan of the touch. */
AFTERSALE_API aftersale_id aftersale_event_enrolment(const aftersale_event *event);
/** Number of the touch's step. */
AFTERSALE_API int32_t aftersale_event_step(const aftersale_event *event);
/** Which occurrence of the step. */
AFTERSALE_API int32_t aftersale_event_occurrence(const aftersale_event *event);
/** What came of the touch. */
AFTERSALE_API int32_t aftersale_event_outcome(const aftersale_event *event);
/** When the touch was planned. */
AFTERSALE_API aftersale_time aftersale_event_planned(const aftersale_event *event);
/** When the touch was made. */
AFTERSALE_API aftersale_time aftersale_event_contact(const aftersale_event *event);
/** Who did it. */
AFTERSALE_API const char *aftersale_event_actor(const aftersale_event *event);
/** By which channel. */
AFTERSALE_API const char *aftersale_event_channel(const aftersale_event *event);
/** Reasons of the decision that was acted on, as JSON. */
AFTERSALE_API const char *aftersale_event_reasons(const aftersale_event *event);
/** More, as JSON; ids, codes and digests only. */
AFTERSALE_API const char *aftersale_event_detail(const aftersale_event *event);
/** Last contact up to it. */
AFTERSALE_API aftersale_time aftersale_event_last_contact(const aftersale_event *event);
/** @} */
AFTERSALE_END
#endif
