/* SPDX-License-Identifier: MIT */
/** @file enrolment.h  Enrolments: one customer's run through a plan (S20, S21, S26). */
#ifndef AFTERSALE_ENROLMENT_H
#define AFTERSALE_ENROLMENT_H
#include "cursor.h"
AFTERSALE_BEGIN
/** Where an enrolment's life stands. */
enum {
    AFTERSALE_ENROLMENT_DRAFT = 1,     /**< being written; nothing is due */
    AFTERSALE_ENROLMENT_PROMISED = 2,  /**< shown before the close; it becomes active with the sale */
    AFTERSALE_ENROLMENT_ACTIVE = 3,    /**< running */
    AFTERSALE_ENROLMENT_PAUSED = 4,    /**< on hold; nothing comes up */
    AFTERSALE_ENROLMENT_ENDED = 5,     /**< over before its time */
    AFTERSALE_ENROLMENT_COMPLETED = 6, /**< through */
    AFTERSALE_ENROLMENT_CANCELLED = 7  /**< never came to run */
};
/** How it came to its end; each has its own re-entry rule in the template. */
enum {
    AFTERSALE_LEFT_REMOVED = 1,  /**< we took them out */
    AFTERSALE_LEFT_LEFT = 2,     /**< they left */
    AFTERSALE_LEFT_FINISHED = 3  /**< it was through */
};
/** Arguments of aftersale_enrol(). */
typedef struct aftersale_enrol_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    const char *plan;        /**< required: key */
    int32_t version;         /**< default: newest */
    int32_t state;           /**< default AFTERSALE_ENROLMENT_ACTIVE; before the close: _DRAFT or _PROMISED */
    aftersale_link sale;     /**< sale or customer is required */
    aftersale_link customer; /**< whose; default: the sale's */
    int32_t line;            /**< line of the sale, from 1; default: the whole sale */
    const char *owner;       /**< default: the sale's, then the customer's */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_enrol_args;
/** Starts a plan. @param[out] out id of the enrolment, may be NULL
 *  @return OK, NOT_FOUND, STATE (its re-entry rule says no), INVALID */
AFTERSALE_API aftersale_status aftersale_enrol(aftersale_book *book, const aftersale_enrol_args *args,
                                               aftersale_id *out);
/** Arguments of aftersale_plan_move(). */
typedef struct aftersale_plan_move_args {
    size_t struct_size;       /**< filled in by AFTERSALE_ARGS */
    aftersale_link enrolment; /**< required, by id */
    int32_t state;            /**< required: where to, AFTERSALE_ENROLMENT_… */
    int32_t left;             /**< for ENDED: AFTERSALE_LEFT_REMOVED (we took them out; default) or _LEFT_LEFT */
    const char *reason;       /**< required for ENDED and CANCELLED */
    aftersale_date resume;    /**< for PAUSED: the pause ends by itself on that day, when it begins for the customer;
                               *   later than `at` */
    aftersale_time at;        /**< default now */
    const char *idempotency;  /**< your key of this very call */
} aftersale_plan_move_args;
/** Moves an enrolment through its life.
 *
 *  A pause keeps the place (S24): nothing comes up, and the waits from sale, delivery, acceptance and steps before stand
 *  still until it ends; days of the calendar do not move. It ends with the move to ACTIVE, or by itself on its day of
 *  resume: then dates, worklists and claims are those of a plan that runs, and the state that is read says so with the
 *  next change; both moves that go from PAUSED and those that go from ACTIVE are legal. What was missed meanwhile is
 *  dropped or made up for one a day, as `missed` of each step says, and aftersale_book_effects() tells the dates before
 *  and after. docs/plans.md has it in full. A run has at most 64 pauses.
 *  @param[out] out its id, may be NULL
 *  @return OK, NOT_FOUND, STATE (not a legal move; the error names the legal ones), LIMIT (`state`: its 65th pause),
 *  INVALID (`resume` is over when the pause begins) */
AFTERSALE_API aftersale_status aftersale_plan_move(aftersale_book *book, const aftersale_plan_move_args *args,
                                                   aftersale_id *out);
/** One enrolment. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_enrolment_get(aftersale_book *book, aftersale_id id,
                                                       const aftersale_enrolment **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_enrolment_free(const aftersale_enrolment *enrolment);
/** Which enrolments. */
typedef struct aftersale_enrolment_list_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< of this customer; default: all */
    aftersale_link sale;     /**< of this sale */
    const char *bookmark;    /**< go on from here */
} aftersale_enrolment_list_args;
/** Enrolments in the order in which they began. @param args NULL: all @param[out] out owned
 *  @return OK, NOT_FOUND (customer, sale), INVALID */
AFTERSALE_API aftersale_status aftersale_enrolment_list(aftersale_book *book, const aftersale_enrolment_list_args *args,
                                                        aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_enrolment_next(aftersale_cursor *cursor, const aftersale_enrolment **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_ENROLMENT_ID = 1, AFTERSALE_FIELD_ENROLMENT_CUSTOMER = 2,
    AFTERSALE_FIELD_ENROLMENT_SALE = 3, AFTERSALE_FIELD_ENROLMENT_LINE = 4, AFTERSALE_FIELD_ENROLMENT_PLAN = 5,
    AFTERSALE_FIELD_ENROLMENT_VERSION = 6, AFTERSALE_FIELD_ENROLMENT_STATE = 7,
    AFTERSALE_FIELD_ENROLMENT_RUN = 8, AFTERSALE_FIELD_ENROLMENT_OWNER = 9, AFTERSALE_FIELD_ENROLMENT_LEFT = 10,
    AFTERSALE_FIELD_ENROLMENT_REASON = 11, AFTERSALE_FIELD_ENROLMENT_RULE = 12,
    AFTERSALE_FIELD_ENROLMENT_BEGUN = 13, AFTERSALE_FIELD_ENROLMENT_ENDED = 14,
    AFTERSALE_FIELD_ENROLMENT_PAUSED = 15, AFTERSALE_FIELD_ENROLMENT_RESUME = 16,
    AFTERSALE_FIELD_ENROLMENT_SOLD = 17, AFTERSALE_FIELD_ENROLMENT_DELIVERED = 18,
    AFTERSALE_FIELD_ENROLMENT_ACCEPTED = 19, AFTERSALE_FIELD_ENROLMENT_PROMISED = 20,
    AFTERSALE_FIELD_ENROLMENT_SOLD_TIME = 21, AFTERSALE_FIELD_ENROLMENT_DELIVERED_TIME = 22,
    AFTERSALE_FIELD_ENROLMENT_ACCEPTED_TIME = 23, AFTERSALE_FIELD_ENROLMENT_SELLER = 24,
    AFTERSALE_FIELD_ENROLMENT_STEPS = 25, AFTERSALE_FIELD_ENROLMENT_AGENDA = 26,
    AFTERSALE_FIELD_ENROLMENT_PRIORITY = 27, AFTERSALE_FIELD_ENROLMENT_SHARE = 28,
    AFTERSALE_FIELD_ENROLMENT_SOLD_RECORDED = 29, AFTERSALE_FIELD_ENROLMENT_DELIVERED_RECORDED = 30,
    AFTERSALE_FIELD_ENROLMENT_ACCEPTED_RECORDED = 31, AFTERSALE_FIELD_ENROLMENT_PAUSES = 32,
    AFTERSALE_FIELD_ENROLMENT_HANDED = 33
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity. */
AFTERSALE_API aftersale_id aftersale_enrolment_id(const aftersale_enrolment *enrolment);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_enrolment_revision(const aftersale_enrolment *enrolment);
/** Whose. */
AFTERSALE_API aftersale_id aftersale_enrolment_customer(const aftersale_enrolment *enrolment);
/** For which sale. */
AFTERSALE_API aftersale_id aftersale_enrolment_sale(const aftersale_enrolment *enrolment);
/** For which of its lines, from 1; not given: the whole sale. */
AFTERSALE_API int32_t aftersale_enrolment_line(const aftersale_enrolment *enrolment);
/** Template key. */
AFTERSALE_API const char *aftersale_enrolment_plan(const aftersale_enrolment *enrolment);
/** Template version, pinned. */
AFTERSALE_API int32_t aftersale_enrolment_version(const aftersale_enrolment *enrolment);
/** Where its life stands. */
AFTERSALE_API int32_t aftersale_enrolment_state(const aftersale_enrolment *enrolment);
/** First, second … time of this customer in this plan. */
AFTERSALE_API int32_t aftersale_enrolment_run(const aftersale_enrolment *enrolment);
/** Actor who carries it. */
AFTERSALE_API const char *aftersale_enrolment_owner(const aftersale_enrolment *enrolment);
/** How it came to its end. */
AFTERSALE_API int32_t aftersale_enrolment_left(const aftersale_enrolment *enrolment);
/** Why it ended. */
AFTERSALE_API const char *aftersale_enrolment_reason(const aftersale_enrolment *enrolment);
/** What chose the plan: command, product, or the key of the rule. */
AFTERSALE_API const char *aftersale_enrolment_rule(const aftersale_enrolment *enrolment);
/** When it was enrolled. */
AFTERSALE_API aftersale_time aftersale_enrolment_begun(const aftersale_enrolment *enrolment);
/** When it ended. */
AFTERSALE_API aftersale_time aftersale_enrolment_ended(const aftersale_enrolment *enrolment);
/** Since when it is paused. */
AFTERSALE_API aftersale_time aftersale_enrolment_paused(const aftersale_enrolment *enrolment);
/** When a pause ends by itself. */
AFTERSALE_API aftersale_date aftersale_enrolment_resume(const aftersale_enrolment *enrolment);
/** Anchor: sold. */
AFTERSALE_API aftersale_date aftersale_enrolment_sold(const aftersale_enrolment *enrolment);
/** Anchor: delivered. */
AFTERSALE_API aftersale_date aftersale_enrolment_delivered(const aftersale_enrolment *enrolment);
/** Anchor: accepted. */
AFTERSALE_API aftersale_date aftersale_enrolment_accepted(const aftersale_enrolment *enrolment);
/** Delivery promised. */
AFTERSALE_API aftersale_date aftersale_enrolment_promised(const aftersale_enrolment *enrolment);
/** Time of day sold. */
AFTERSALE_API aftersale_daytime aftersale_enrolment_sold_time(const aftersale_enrolment *enrolment);
/** Time of day delivered. */
AFTERSALE_API aftersale_daytime aftersale_enrolment_delivered_time(const aftersale_enrolment *enrolment);
/** Time of day accepted. */
AFTERSALE_API aftersale_daytime aftersale_enrolment_accepted_time(const aftersale_enrolment *enrolment);
/** Actor who sold it. */
AFTERSALE_API const char *aftersale_enrolment_seller(const aftersale_enrolment *enrolment);
/** Priority class of the plan, 1 first, 16 last. */
AFTERSALE_API int32_t aftersale_enrolment_priority(const aftersale_enrolment *enrolment);
/** Version of the written plan that was shared last. */
AFTERSALE_API int32_t aftersale_enrolment_share(const aftersale_enrolment *enrolment);
/** When the date of sale was recorded or changed last, if that was after the plan began: no step moves back past it (S34). */
AFTERSALE_API aftersale_time aftersale_enrolment_sold_recorded(const aftersale_enrolment *enrolment);
/** When the date of delivery was recorded or changed last, if that was after the plan began: no step moves back past it (S34). */
AFTERSALE_API aftersale_time aftersale_enrolment_delivered_recorded(const aftersale_enrolment *enrolment);
/** When the date of acceptance was recorded or changed last, if that was after the plan began: no step moves back past it (S34). */
AFTERSALE_API aftersale_time aftersale_enrolment_accepted_recorded(const aftersale_enrolment *enrolment);
/** @} */
AFTERSALE_END
#endif
