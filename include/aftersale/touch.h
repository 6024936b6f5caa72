/* SPDX-License-Identifier: MIT */
/** @file touch.h  Touches: the dated, owned contacts of a plan (S16 to S19, S29). Most are computed, not stored. */
#ifndef AFTERSALE_TOUCH_H
#define AFTERSALE_TOUCH_H
#include "cursor.h"
AFTERSALE_BEGIN
/** What came of a touch (S19). */
enum {
    AFTERSALE_OUTCOME_REACHED = 1,       /**< spoke with them */
    AFTERSALE_OUTCOME_NO_ANSWER = 2,     /**< nobody there */
    AFTERSALE_OUTCOME_WRONG_PERSON = 3,  /**< somebody else than meant */
    AFTERSALE_OUTCOME_CONTACT_LATER = 4, /**< they named a day */
    AFTERSALE_OUTCOME_PROBLEM = 5,       /**< something is wrong with what they bought */
    AFTERSALE_OUTCOME_LUKEWARM = 6,      /**< content, no more */
    AFTERSALE_OUTCOME_DELIGHTED = 7,     /**< more than content */
    AFTERSALE_OUTCOME_REFUSED = 8,       /**< they want no contact of this kind */
    AFTERSALE_OUTCOME_OUT_OF_OFFICE = 9, /**< away for now */
    AFTERSALE_OUTCOME_BOUNCED = 10       /**< the address does not work */
};
/** Where a touch stands. */
enum {
    AFTERSALE_TOUCH_STATE_PLANNED = 1,   /**< due at its time */
    AFTERSALE_TOUCH_STATE_WAITING = 2,   /**< for a date that is missing, a branch, or a step before it */
    AFTERSALE_TOUCH_STATE_BLOCKED = 3,   /**< by the gate; aftersale_explain_touch() says why */
    AFTERSALE_TOUCH_STATE_CLAIMED = 4,   /**< somebody is about to make it */
    AFTERSALE_TOUCH_STATE_SNOOZED = 5,   /**< put off */
    AFTERSALE_TOUCH_STATE_DONE = 6,      /**< made */
    AFTERSALE_TOUCH_STATE_MISSED = 7,    /**< its last moment passed */
    AFTERSALE_TOUCH_STATE_CANCELLED = 8  /**< will not be made: skipped by a branch, dropped, or the plan ended */
};
/** Arguments of aftersale_touch_claim(). */
typedef struct aftersale_touch_claim_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_id touch;      /**< required */
    const char *actor;       /**< required: who is about to make it */
    const char *lease;       /**< how long, ISO 8601, at most "P1D"; default "PT15M" */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_touch_claim_args;
/** Takes a touch before making it; consent, caps, gaps and the plan are checked again in the same commit (S29, S36).
 *  While it holds, the claim counts in caps and gaps. Claiming what one holds renews the lease.
 *  @param[out] out the touch's id, may be NULL
 *  @return OK, BLOCKED (aftersale_explain_last() tells why), CONFLICT (somebody else has it), STATE (settled already,
 *  or not due yet), NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_touch_claim(aftersale_book *book, const aftersale_touch_claim_args *args,
                                                     aftersale_id *out);
/** Arguments of aftersale_touch_release(). */
typedef struct aftersale_touch_release_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_id touch;      /**< required */
    const char *actor;       /**< required: who holds it */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_touch_release_args;
/** Lets go of a claim without having made the touch. @param[out] out the touch's id, may be NULL
 *  @return OK (also when nobody holds it: nothing is done), CONFLICT (somebody else has it), STATE, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_touch_release(aftersale_book *book, const aftersale_touch_release_args *args,
                                                       aftersale_id *out);
/** Arguments of aftersale_touch_done(). */
typedef struct aftersale_touch_done_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_id touch;      /**< required */
    int32_t outcome;         /**< required: AFTERSALE_OUTCOME_… */
    const char *actor;       /**< default: who claimed it, else its owner */
    const char *channel;     /**< what was used; default: the planned one */
    const char *note;        /**< personal; up to 64 KiB */
    aftersale_date later;    /**< required with AFTERSALE_OUTCOME_CONTACT_LATER: the day agreed */
    aftersale_time made;     /**< when it was made; default at */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_touch_done_args;
/** Enters an outcome, and moves the plan on by the branch of that outcome (S19). What happened is a fact: it is taken
 *  after the lease, too, and aftersale_book_did() then says LATE; of two outcomes for one touch the second is STATE.
 *  @param[out] out the touch that comes next in this plan; zero when it is through; may be NULL
 *  @return OK, STATE, NOT_FOUND, INVALID */
AFTERSALE_API aftersale_status aftersale_touch_done(aftersale_book *book, const aftersale_touch_done_args *args,
                                                    aftersale_id *out);
/** Arguments of aftersale_touch_snooze(). */
typedef struct aftersale_touch_snooze_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_id touch;      /**< required */
    aftersale_time until;    /**< required: later than now, at most 90 days */
    const char *actor;       /**< who puts it off */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_touch_snooze_args;
/** Puts it off, three times at most, or as often as its step says. What was agreed with the customer ends with it.
 *  @param[out] out the touch's id, may be NULL
 *  @return OK, LIMIT, STATE, CONFLICT (somebody else has it), NOT_FOUND, INVALID */
AFTERSALE_API aftersale_status aftersale_touch_snooze(aftersale_book *book, const aftersale_touch_snooze_args *args,
                                                      aftersale_id *out);
/** Arguments of aftersale_touch_agree(). */
typedef struct aftersale_touch_agree_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_id touch;      /**< required */
    aftersale_time agreed;   /**< when it is to be; required unless something is agreed already */
    const char *place;       /**< where; personal, up to 500 bytes */
    aftersale_texts people;  /**< with whom, names or your own refs; personal, up to 16; given, they replace all */
    const char *actor;       /**< who agreed it */
    aftersale_fields clear;  /**< AFTERSALE_FIELD_TOUCH_AGREED ends it, place and people with it; _PLACE and _PEOPLE
                              *   alone may be emptied too */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_touch_agree_args;
/** Notes an appointment: what was agreed with the customer is when the touch is due, also where the date it counts from
 *  is not known yet. Hours, days off, caps, gaps, the last moment and the end of the contract move it no more; they say
 *  in aftersale_explain_touch() what they would have done. Consent, an open case, a pause and the end of the plan hold it
 *  all the same (S29, S35). Agreed again it moves, and keeps the place and the people that are not given; put off, or made
 *  without being settled, it is agreed no more. Whoever holds the touch lets go of it with this.
 *  @param[out] out the touch's id, may be NULL
 *  @return OK (also when it stands so already: nothing is done), STATE (settled, past its last moment, or on a branch
 *  that nobody took), CONFLICT (somebody else has it), NOT_FOUND, INVALID */
AFTERSALE_API aftersale_status aftersale_touch_agree(aftersale_book *book, const aftersale_touch_agree_args *args,
                                                     aftersale_id *out);
/** Which touches. */
typedef struct aftersale_touch_list_args {
    size_t struct_size;       /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer;  /**< of this customer; one of the three is required */
    aftersale_link sale;      /**< of this sale */
    aftersale_link enrolment; /**< of this enrolment, by id */
    aftersale_time from;      /**< due then or later; default: all */
    aftersale_time until;     /**< due before; default: all */
    uint32_t states;          /**< bits (1 << AFTERSALE_TOUCH_STATE_…); default: all */
} aftersale_touch_list_args;
/** Past and future touches in order of time, those without one last. The future ones assume that contacts are made
 *  when due; nothing is written. A touch that was made has its planned channel here; aftersale_touch_get() reads
 *  the one that was used, and the note. @param[out] out owned @return OK, NOT_FOUND, INVALID */
AFTERSALE_API aftersale_status aftersale_touch_list(aftersale_book *book, const aftersale_touch_list_args *args,
                                                    aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_touch_next(aftersale_cursor *cursor, const aftersale_touch **out);
/** One touch, with its note. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_touch_get(aftersale_book *book, aftersale_id id, const aftersale_touch **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_touch_free(const aftersale_touch *touch);
/** Arguments of aftersale_touch_text(). */
typedef struct aftersale_touch_text_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_id touch;      /**< required */
    const char *language;    /**< default: the customer's */
} aftersale_touch_text_args;
/** The words for a touch: the step's text with its merge fields filled, {customer}, {seller}, {product}, {sold},
 *  {delivered}, {owner}, {promise}; a field that has no value leaves nothing (S16, S29).
 *  @param[out] out borrowed until the next call on the book; "" when the step has no text @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_touch_text(aftersale_book *book, const aftersale_touch_text_args *args,
                                                    const char **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_TOUCH_ID = 1, AFTERSALE_FIELD_TOUCH_ENROLMENT = 2, AFTERSALE_FIELD_TOUCH_STEP = 3,
    AFTERSALE_FIELD_TOUCH_OCCURRENCE = 4, AFTERSALE_FIELD_TOUCH_KIND = 5, AFTERSALE_FIELD_TOUCH_OBJECTIVE = 6,
    AFTERSALE_FIELD_TOUCH_CHANNEL = 7, AFTERSALE_FIELD_TOUCH_DUE = 8, AFTERSALE_FIELD_TOUCH_STATE = 9,
    AFTERSALE_FIELD_TOUCH_WAITING_FOR = 10, AFTERSALE_FIELD_TOUCH_OWNER = 11,
    AFTERSALE_FIELD_TOUCH_PRIORITY = 12, AFTERSALE_FIELD_TOUCH_OUTCOME = 13, AFTERSALE_FIELD_TOUCH_ACTOR = 14,
    AFTERSALE_FIELD_TOUCH_MADE = 15, AFTERSALE_FIELD_TOUCH_NOTE = 16, AFTERSALE_FIELD_TOUCH_CUSTOMER = 17,
    AFTERSALE_FIELD_TOUCH_DUE_DAY = 18, AFTERSALE_FIELD_TOUCH_DUE_TIME = 19, AFTERSALE_FIELD_TOUCH_PURPOSE = 20,
    AFTERSALE_FIELD_TOUCH_REQUIRED = 21, AFTERSALE_FIELD_TOUCH_AUTOMATIC = 22, AFTERSALE_FIELD_TOUCH_PLAN = 23,
    AFTERSALE_FIELD_TOUCH_VERSION = 24, AFTERSALE_FIELD_TOUCH_ROLE = 25, AFTERSALE_FIELD_TOUCH_TRIES = 26,
    AFTERSALE_FIELD_TOUCH_NOT_AFTER = 27, AFTERSALE_FIELD_TOUCH_AGREED = 28, AFTERSALE_FIELD_TOUCH_PLACE = 29,
    AFTERSALE_FIELD_TOUCH_PEOPLE = 30
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity, the same before and after it is stored. */
AFTERSALE_API aftersale_id aftersale_touch_id(const aftersale_touch *touch);
/** Run it belongs to. */
AFTERSALE_API aftersale_id aftersale_touch_enrolment(const aftersale_touch *touch);
/** Key of the step. */
AFTERSALE_API const char *aftersale_touch_step(const aftersale_touch *touch);
/** Which occurrence, from 1. */
AFTERSALE_API int32_t aftersale_touch_occurrence(const aftersale_touch *touch);
/** Kind of the step. */
AFTERSALE_API const char *aftersale_touch_kind(const aftersale_touch *touch);
/** What it is for; internal. */
AFTERSALE_API const char *aftersale_touch_objective(const aftersale_touch *touch);
/** Channel the gate chose, or that was used. */
AFTERSALE_API const char *aftersale_touch_channel(const aftersale_touch *touch);
/** When, after all rules; not given while waiting. */
AFTERSALE_API aftersale_time aftersale_touch_due(const aftersale_touch *touch);
/** Where it stands. */
AFTERSALE_API int32_t aftersale_touch_state(const aftersale_touch *touch);
/** What it waits for: sale, delivery, acceptance …. */
AFTERSALE_API const char *aftersale_touch_waiting_for(const aftersale_touch *touch);
/** Who makes it. */
AFTERSALE_API const char *aftersale_touch_owner(const aftersale_touch *touch);
/** Priority class, 1 first, 16 last. */
AFTERSALE_API int32_t aftersale_touch_priority(const aftersale_touch *touch);
/** Last outcome; not given while nobody tried. */
AFTERSALE_API int32_t aftersale_touch_outcome(const aftersale_touch *touch);
/** Who made it or holds it. */
AFTERSALE_API const char *aftersale_touch_actor(const aftersale_touch *touch);
/** When it was made. */
AFTERSALE_API aftersale_time aftersale_touch_made(const aftersale_touch *touch);
/** What was said; given by aftersale_touch_get() only; personal. */
AFTERSALE_API const char *aftersale_touch_note(const aftersale_touch *touch);
/** With whom. */
AFTERSALE_API aftersale_id aftersale_touch_customer(const aftersale_touch *touch);
/** The due instant as a day in the customer's zone. */
AFTERSALE_API aftersale_date aftersale_touch_due_day(const aftersale_touch *touch);
/** Its wall-clock time there. */
AFTERSALE_API aftersale_daytime aftersale_touch_due_time(const aftersale_touch *touch);
/** Purpose that consent is asked for. */
AFTERSALE_API int32_t aftersale_touch_purpose(const aftersale_touch *touch);
/** 1: the plan counts on it. */
AFTERSALE_API int32_t aftersale_touch_required(const aftersale_touch *touch);
/** 1: the host makes it without a person. */
AFTERSALE_API int32_t aftersale_touch_automatic(const aftersale_touch *touch);
/** Key of the plan. */
AFTERSALE_API const char *aftersale_touch_plan(const aftersale_touch *touch);
/** Version of the plan. */
AFTERSALE_API int32_t aftersale_touch_version(const aftersale_touch *touch);
/** Role of the person at the customer whom it is for. */
AFTERSALE_API const char *aftersale_touch_role(const aftersale_touch *touch);
/** Tries so far that reached nobody. */
AFTERSALE_API int32_t aftersale_touch_tries(const aftersale_touch *touch);
/** After this it is missed. */
AFTERSALE_API aftersale_time aftersale_touch_not_after(const aftersale_touch *touch);
/** Instant agreed with the customer; not given: none was. */
AFTERSALE_API aftersale_time aftersale_touch_agreed(const aftersale_touch *touch);
/** Where it was agreed to be; personal. */
AFTERSALE_API const char *aftersale_touch_place(const aftersale_touch *touch);
/** With whom it was agreed to be: how many. */
AFTERSALE_API size_t aftersale_touch_people_count(const aftersale_touch *touch);
/** One of them, or NULL past the end; personal. */
AFTERSALE_API const char *aftersale_touch_people_at(const aftersale_touch *touch, size_t i);
/** @} */
AFTERSALE_END
#endif
