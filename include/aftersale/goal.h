/* SPDX-License-Identifier: MIT */
/** @file goal.h  Goals: what the customer wants to reach with what they bought (S10). They stand on the worklist when a
 *  touch comes up, and are met, missed or changed in time. */
#ifndef AFTERSALE_GOAL_H
#define AFTERSALE_GOAL_H
#include "cursor.h"
AFTERSALE_BEGIN
/** What became of a goal. */
enum {
    AFTERSALE_GOAL_OPEN = 1,    /**< not decided yet */
    AFTERSALE_GOAL_MET = 2,     /**< reached */
    AFTERSALE_GOAL_MISSED = 3,  /**< not reached */
    AFTERSALE_GOAL_CHANGED = 4  /**< they want something else now */
};
/** Arguments of aftersale_goal_put(). */
typedef struct aftersale_goal_put_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    const char *ref;         /**< required: your own key, 1 to 255 bytes */
    aftersale_link customer; /**< required for a new one */
    aftersale_link sale;     /**< sale it belongs to */
    uint32_t flags;          /**< AFTERSALE_PUT_NEW */
    const char *words;       /**< the goal in the customer's words; personal */
    const char *measure;     /**< how one will know that it is reached; personal */
    aftersale_date target;   /**< when it should be reached */
    int32_t state;           /**< AFTERSALE_GOAL_…; default AFTERSALE_GOAL_OPEN */
    aftersale_date decided;  /**< when it was met, missed or changed; default: the day of `at` */
    aftersale_fields clear;  /**< fields to empty: AFTERSALE_FIELD_GOAL_… */
    uint64_t expect;         /**< revision you read; 0: any */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_goal_put_args;
/** Makes a goal, or changes the fields given. @param[out] out its id, may be NULL
 *  @return OK, EXISTS, NOT_FOUND, CONFLICT, INVALID */
AFTERSALE_API aftersale_status aftersale_goal_put(aftersale_book *book, const aftersale_goal_put_args *args,
                                                  aftersale_id *out);
/** One goal. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_goal_get(aftersale_book *book, aftersale_id id, const aftersale_goal **out);
/** The same by your own key. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_goal_find(aftersale_book *book, const char *ref, const aftersale_goal **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_goal_free(const aftersale_goal *goal);
/** Which goals. */
typedef struct aftersale_goal_list_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< of this customer; default: all */
    const char *bookmark;    /**< go on from here */
} aftersale_goal_list_args;
/** Goals by customer and ref. @param args NULL: all @param[out] out owned @return OK, NOT_FOUND, INVALID */
AFTERSALE_API aftersale_status aftersale_goal_list(aftersale_book *book, const aftersale_goal_list_args *args,
                                                   aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_goal_next(aftersale_cursor *cursor, const aftersale_goal **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_GOAL_ID = 1, AFTERSALE_FIELD_GOAL_REF = 2, AFTERSALE_FIELD_GOAL_CUSTOMER = 3,
    AFTERSALE_FIELD_GOAL_SALE = 4, AFTERSALE_FIELD_GOAL_WORDS = 5, AFTERSALE_FIELD_GOAL_MEASURE = 6,
    AFTERSALE_FIELD_GOAL_TARGET = 7, AFTERSALE_FIELD_GOAL_STATE = 8, AFTERSALE_FIELD_GOAL_DECIDED = 9,
    AFTERSALE_FIELD_GOAL_CREATED = 10
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity, derived from the ref. */
AFTERSALE_API aftersale_id aftersale_goal_id(const aftersale_goal *goal);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_goal_revision(const aftersale_goal *goal);
/** Your own key. */
AFTERSALE_API const char *aftersale_goal_ref(const aftersale_goal *goal);
/** Whose goal. */
AFTERSALE_API aftersale_id aftersale_goal_customer(const aftersale_goal *goal);
/** Sale it belongs to. */
AFTERSALE_API aftersale_id aftersale_goal_sale(const aftersale_goal *goal);
/** The goal in the customer's words; personal. */
AFTERSALE_API const char *aftersale_goal_words(const aftersale_goal *goal);
/** How one will know that it is reached; personal. */
AFTERSALE_API const char *aftersale_goal_measure(const aftersale_goal *goal);
/** When it should be reached. */
AFTERSALE_API aftersale_date aftersale_goal_target(const aftersale_goal *goal);
/** What became of it. */
AFTERSALE_API int32_t aftersale_goal_state(const aftersale_goal *goal);
/** When it was met, missed or changed. */
AFTERSALE_API aftersale_date aftersale_goal_decided(const aftersale_goal *goal);
/** When it was recorded. */
AFTERSALE_API aftersale_time aftersale_goal_created(const aftersale_goal *goal);
/** @} */
AFTERSALE_END
#endif
