/* SPDX-License-Identifier: MIT */
/** @file book.h  Stores and books, groups of commands, commands as data.
 *
 * A store holds any number of books. A book is one tenant (S8). Its handle reads nothing when opened but its settings,
 * takes at most 1 KiB until it is used, and is used by one thread at a time; two handles on one book may be open at
 * once, in one process or several, and never see half a command. A call on another thread's turn is BUSY, never
 * damage. After a fork all handles of the parent answer INVALID in the child: open new ones there.
 */
#ifndef AFTERSALE_BOOK_H
#define AFTERSALE_BOOK_H
#include "context.h"
AFTERSALE_BEGIN

/** Opens a store in memory, gone when freed. @param context may be NULL @param[out] out owned
 *  @param[out] error may be NULL @return OK, NO_MEMORY */
AFTERSALE_API aftersale_status aftersale_memory_open(aftersale_context *context, aftersale_store **out,
                                                     aftersale_error *error);
/** Lets go of a store; it closes when the last book on it is freed. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_store_free(aftersale_store *store);
/** Closes now, and says whether that went well. @return OK; BUSY with books open, and nothing changed; INVALID, STORE */
AFTERSALE_API aftersale_status aftersale_store_close(aftersale_store *store, aftersale_error *error);

/** Purposes of contact; consent is asked by them (S65). Each kind of step has one, unless it names another:
 *  docs/plans.md. */
enum {
    AFTERSALE_PURPOSE_SERVICE = 1,      /**< thanks, follow-ups, training, service; needs no opt-in */
    AFTERSALE_PURPOSE_RELATIONSHIP = 2, /**< check-ups, courtesies, and kinds of steps of your own */
    AFTERSALE_PURPOSE_SELLING = 4,      /**< offers, renewals, more of the same */
    AFTERSALE_PURPOSE_ASKING = 8,       /**< asking for referrals */
    AFTERSALE_PURPOSE_PARTNER = 16,     /**< contact by, or for, a partner */
    AFTERSALE_PURPOSE_NONE = 32         /**< says "none", where 0 says "not given" */
};
/** Flags of aftersale_book_open(). */
enum {
    AFTERSALE_BOOK_CREATE = 1u,   /**< make the book if it is not there */
    AFTERSALE_BOOK_READ_ONLY = 2u /**< commands answer STATE */
};
/** What to open. */
typedef struct aftersale_book_open_args {
    size_t struct_size;   /**< filled in by AFTERSALE_ARGS */
    const char *name;     /**< required: your name of the tenant, 1 to 255 bytes */
    uint32_t flags;       /**< AFTERSALE_BOOK_CREATE, AFTERSALE_BOOK_READ_ONLY */
    /* Settings of a new book; of one that exists they must agree or be left out; aftersale_settings_put() changes
     * them. */
    uint32_t presume;     /**< purposes for which unknown consent counts as yes; default AFTERSALE_PURPOSE_SERVICE */
    const char *zone;     /**< IANA zone; default "UTC" */
    const char *language; /**< BCP 47; default "en" */
    const char *currency; /**< ISO 4217 currency that you work in; prices name their own */
} aftersale_book_open_args;
/** Opens one tenant (S8). @param[out] out owned @param[out] error may be NULL
 *  @return OK, NOT_FOUND (no such book and no CREATE), EXISTS (settings differ), INVALID, STORE */
AFTERSALE_API aftersale_status aftersale_book_open(aftersale_store *store, const aftersale_book_open_args *args,
                                                   aftersale_book **out, aftersale_error *error);
/** Lets go of a book. An open group is dropped. NULL is fine. */
AFTERSALE_API void aftersale_book_free(aftersale_book *book);

/** Flags of aftersale_group_begin(). */
enum { AFTERSALE_GROUP_GO_ON = 1u /**< a failed command leaves the group as it was; you look at each status */ };
/** Begins a group (S77): the commands that follow are decided at once, see one another, and are written together. A
 *  failed one changes nothing and dooms the group: the rest return its status, and so does commit; check once, there.
 *  @param flags 0, or AFTERSALE_GROUP_GO_ON @return OK, STATE when one is open */
AFTERSALE_API aftersale_status aftersale_group_begin(aftersale_book *book, uint32_t flags);
/** Writes the group, all or nothing. @return OK; what doomed it; CONFLICT: nothing written, begin again; STATE */
AFTERSALE_API aftersale_status aftersale_group_commit(aftersale_book *book);
/** Drops the group; nothing was written. @return OK, STATE when none is open */
AFTERSALE_API aftersale_status aftersale_group_drop(aftersale_book *book);

/** Something a command did besides its own record. */
typedef struct aftersale_effect {
    size_t struct_size;           /**< sizeof of this struct, as the library knows it */
    int32_t what;                 /**< AFTERSALE_EFFECT_… */
    int32_t reserved;             /**< 0 */
    aftersale_id subject;         /**< touch, or enrolment */
    aftersale_time before;        /**< due time that a touch had; zero: none */
    aftersale_time after;         /**< due time that it has now; zero: none */
} aftersale_effect;
/** What an effect did. */
enum {
    AFTERSALE_EFFECT_PLANNED = 1,   /**< a touch is due that was not */
    AFTERSALE_EFFECT_MOVED = 2,     /**< a touch has another due time */
    AFTERSALE_EFFECT_CANCELLED = 3, /**< a touch will not be made */
    AFTERSALE_EFFECT_ENDED = 4,     /**< an enrolment ended or was completed */
    AFTERSALE_EFFECT_ENROLLED = 5,  /**< an enrolment began */
    AFTERSALE_EFFECT_OUTDATED = 6   /**< what a shared sheet promises is no longer so */
};
/** What the last command did besides (S11): touches moved with old and new dates, cancelled by an opt-out, a plan
 *  ended by a return. Worked out when asked; ask before the next call. Not for commands inside apply().
 *  @param[out] out borrowed until the next call on the book @return OK, NO_MEMORY */
AFTERSALE_API aftersale_status aftersale_book_effects(aftersale_book *book, const aftersale_effect *const **out,
                                                      size_t *count);

/** One command as data: its number, its arguments, where its result goes. */
typedef struct aftersale_command {
    int32_t command;         /**< AFTERSALE_DO_… */
    aftersale_status status; /**< out */
    const void *args;        /**< aftersale_sale_record_args * and so on */
    aftersale_id id;         /**< out: what was made or changed */
} aftersale_command;
/** Numbers of the commands. Permanent. */
enum {
    AFTERSALE_DO_CUSTOMER_PUT = 1,       /**< aftersale_customer_put() */
    AFTERSALE_DO_PERSON_PUT = 2,         /**< aftersale_person_put() */
    AFTERSALE_DO_PRODUCT_PUT = 3,        /**< aftersale_product_put() */
    AFTERSALE_DO_SALE_RECORD = 4,        /**< aftersale_sale_record() */
    AFTERSALE_DO_SALE_PUT = 5,           /**< aftersale_sale_put() */
    AFTERSALE_DO_SALE_RETURN = 6,        /**< aftersale_sale_return() */
    AFTERSALE_DO_CONSENT_SET = 7,        /**< aftersale_consent_set() */
    AFTERSALE_DO_ENROL = 8,              /**< aftersale_enrol() */
    AFTERSALE_DO_PLAN_MOVE = 9,          /**< aftersale_plan_move() */
    AFTERSALE_DO_TOUCH_CLAIM = 10,       /**< aftersale_touch_claim() */
    AFTERSALE_DO_TOUCH_DONE = 11,        /**< aftersale_touch_done() */
    AFTERSALE_DO_TOUCH_SNOOZE = 12,      /**< aftersale_touch_snooze() */
    AFTERSALE_DO_TOUCH_RELEASE = 13,     /**< aftersale_touch_release() */
    AFTERSALE_DO_ACTOR_PUT = 14,         /**< aftersale_actor_put() */
    AFTERSALE_DO_GOAL_PUT = 15,          /**< aftersale_goal_put() */
    AFTERSALE_DO_PLAN_PUBLISH = 16,      /**< aftersale_plan_publish() */
    AFTERSALE_DO_WORDS_PUT = 17,         /**< aftersale_words_put() */
    AFTERSALE_DO_SETTINGS_PUT = 18,      /**< aftersale_settings_put() */
    AFTERSALE_DO_RULES_PUT = 19,         /**< aftersale_rules_put() */
    AFTERSALE_DO_SHEET_SHARE = 20,       /**< aftersale_sheet_share() */
    AFTERSALE_DO_SHEET_ACKNOWLEDGE = 21, /**< aftersale_sheet_acknowledge() */
    AFTERSALE_DO_CALENDAR_LOAD = 22,     /**< aftersale_calendar_load() */
    AFTERSALE_DO_TOUCH_AGREE = 23,       /**< aftersale_touch_agree() */
    AFTERSALE_DO_WORK_HAND_OVER = 24,    /**< aftersale_work_hand_over() */
    AFTERSALE_DO_PLAN_MIGRATE = 25,      /**< aftersale_plan_migrate() */
    AFTERSALE_DO_CUSTOMER_MERGE = 26,    /**< aftersale_customer_merge() */
    AFTERSALE_DO_CUSTOMER_PART = 27      /**< aftersale_customer_part() */
};
/** How aftersale_book_apply() treats a command that fails. */
enum {
    AFTERSALE_APPLY_ALL_OR_NOTHING = 1, /**< the first failure drops all of them */
    AFTERSALE_APPLY_EACH_ALONE = 2      /**< the others go in */
};
/** Many commands in as few commits as the store can take (S77): a conflict is retried by the library, which holds
 *  the inputs. Commands may name one another by ref. Any number; EACH_ALONE commits every 1000.
 *  @return OK when all went well, else the first failure; each status and id is in its place; STATE in a group */
AFTERSALE_API aftersale_status aftersale_book_apply(aftersale_book *book, aftersale_command *commands, size_t count,
                                                    int32_t mode);
/** What a command did (S4). One that did NOTHING leaves no event, and an idempotency key stands in the event: its key
 *  is as good as never used, and the same call made again is decided again. */
enum {
    AFTERSALE_DID_NOTHING = 0, /**< it failed, or there was nothing to change */
    AFTERSALE_DID_MAKE = 1,    /**< a record was made */
    AFTERSALE_DID_CHANGE = 2,  /**< a record was changed */
    AFTERSALE_DID_REPEAT = 3,  /**< done before, by ref and content or by idempotency key: the first reply was given */
    AFTERSALE_DID_LATE = 4     /**< entered after the lease of its claim had run out (S29) */
};
/** What the last command did: AFTERSALE_DID_…. */
AFTERSALE_API int32_t aftersale_book_did(const aftersale_book *book);
/** When something may next be due in this book, or sooner: keep it in a heap of your own and look at no book before
 *  its time. @param[out] out zero: nothing ahead @return OK, STORE */
AFTERSALE_API aftersale_status aftersale_book_next_due(aftersale_book *book, aftersale_time *out);
/** What a clock in a zone shows at an instant (S31). @param zone IANA zone; NULL: the book's @param time zero: now
 *  @param[out] day the day there @param[out] daytime the time of day, to the second @return OK, INVALID (zone, time) */
AFTERSALE_API aftersale_status aftersale_book_local(aftersale_book *book, const char *zone, aftersale_time time,
                                                    aftersale_date *day, aftersale_daytime *daytime);
/** Housekeeping: checkpoints, and the memory that calls have left behind. Call when idle. @return OK, STORE, BUSY */
AFTERSALE_API aftersale_status aftersale_book_maintain(aftersale_book *book);
AFTERSALE_END
#endif
