/* SPDX-License-Identifier: MIT */
/** @file base.h  Export marks, status codes, the macros, and the names of all handles and records. */
#ifndef AFTERSALE_BASE_H
#define AFTERSALE_BASE_H
#include <stddef.h>
#include <stdint.h>

/** Marks what the shared libraries export. */
#if defined(__GNUC__)
#define AFTERSALE_API __attribute__((visibility("default")))
#else
#define AFTERSALE_API
#endif

#ifdef __cplusplus
/** Opens the declarations of a header; in C++ they have C linkage. */
#define AFTERSALE_BEGIN extern "C" {
/** Closes what AFTERSALE_BEGIN opened. */
#define AFTERSALE_END }
#else
/** Opens the declarations of a header; in C++ they have C linkage. */
#define AFTERSALE_BEGIN
/** Closes what AFTERSALE_BEGIN opened. */
#define AFTERSALE_END
/** Pointer to the arguments of `aftersale_<name>`, size filled in: `AFTERSALE_ARGS(sale_record, .ref = "INV-1")`.
 *  It lives until the end of the enclosing block: do not store it in an array from inside a loop. */
#define AFTERSALE_ARGS(name, ...) \
    (&(aftersale_##name##_args){ .struct_size = sizeof(aftersale_##name##_args), __VA_ARGS__ })
/** A list in place: `.lines = AFTERSALE_LIST(sale_line, { .product.ref = "B24" }, { … })`. */
#define AFTERSALE_LIST(name, ...) \
    { (const aftersale_##name[]){ __VA_ARGS__ }, \
      sizeof((const aftersale_##name[]){ __VA_ARGS__ }) / sizeof(aftersale_##name), sizeof(aftersale_##name) }
/** Several texts in place: `.tags = AFTERSALE_TEXTS("vip", "gas")`. */
#define AFTERSALE_TEXTS(...) \
    { (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *) }
/** Several field tags in place: `.clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_CUSTOMER_TIER)`. */
#define AFTERSALE_FIELDS(...) \
    { (const int32_t[]){ __VA_ARGS__ }, sizeof((const int32_t[]){ __VA_ARGS__ }) / sizeof(int32_t) }
#endif

AFTERSALE_BEGIN

/** 0 is success, negative is failure. Positive comes from `_next` and `_columns` only, so
 *  `if (aftersale_sale_record(…))` is right. */
typedef int32_t aftersale_status;
/** What a status may be. */
enum {
    AFTERSALE_OK = 0,               /**< done */
    AFTERSALE_ROW = 1,              /**< a cursor stands on a row */
    AFTERSALE_DONE = 2,             /**< a cursor has no more rows */
    AFTERSALE_INVALID = -1,         /**< an argument is wrong; every problem is listed in the error */
    AFTERSALE_NO_MEMORY = -2,       /**< out of memory; nothing was changed */
    AFTERSALE_NOT_FOUND = -3,       /**< nothing of that id or ref in this book */
    AFTERSALE_EXISTS = -4,          /**< the ref is taken by other content (S4) */
    AFTERSALE_CONFLICT = -5,        /**< somebody else changed it meanwhile, and the retries are used up */
    AFTERSALE_STATE = -6,           /**< not possible in this state (for example: finish an ended plan) */
    AFTERSALE_BLOCKED = -7,         /**< the gate said no; aftersale_explain_last() tells which */
    AFTERSALE_LIMIT = -8,           /**< a documented limit would be passed */
    AFTERSALE_UNSUPPORTED = -9,     /**< this store or build cannot do it */
    AFTERSALE_ABI = -10,            /**< the struct comes from a header this library does not know */
    AFTERSALE_STORE = -11,          /**< the store failed; nothing was written */
    AFTERSALE_UNKNOWN = -12,        /**< the store cannot say whether it wrote; repeat the command to find out */
    AFTERSALE_CORRUPT = -13,        /**< stored data is damaged; nothing was written */
    AFTERSALE_BUSY = -14,           /**< in use by another thread, or has live children */
    AFTERSALE_CALLBACK = -15,       /**< a callback of the host failed; its own error stands with the host */
    AFTERSALE_CANCELLED = -16,      /**< a callback asked to stop */
    AFTERSALE_INTERNAL = -17,       /**< our fault; please report the number in the error */
    AFTERSALE_RETRY = -18,          /**< from a store: the same changes may succeed if run again */
    AFTERSALE_NEEDS_MIGRATION = -19 /**< the store was written by an older major format (S7) */
};
/** Name of a status, "AFTERSALE_OK" and so on. Any thread. @return static text, never NULL */
AFTERSALE_API const char *aftersale_status_name(aftersale_status status);
/** Version of the library that is loaded, as 0xMMmmpp. Any thread. */
AFTERSALE_API uint32_t aftersale_version(void);

/* Handles. Parents live as long as a child needs them: the order of _free calls never matters. */
typedef struct aftersale_context aftersale_context;   /**< clock, ids, allocator; made once, shared by threads */
typedef struct aftersale_store aftersale_store;       /**< where books lie */
typedef struct aftersale_book aftersale_book;         /**< one seller's data, one thread at a time */
typedef struct aftersale_cursor aftersale_cursor;     /**< rows of one query */
typedef struct aftersale_importer aftersale_importer; /**< one import under way */
/* Records. Immutable, counted; any may be cast to aftersale_record. */
typedef struct aftersale_record aftersale_record;       /**< any of the records below */
typedef struct aftersale_customer aftersale_customer;   /**< who bought */
typedef struct aftersale_person aftersale_person;       /**< somebody at an organisation */
typedef struct aftersale_product aftersale_product;     /**< what is sold */
typedef struct aftersale_actor aftersale_actor;         /**< somebody on the seller's side */
typedef struct aftersale_sale aftersale_sale;           /**< what a customer bought, with lines and dates */
typedef struct aftersale_return aftersale_return;       /**< goods that came back */
typedef struct aftersale_goal aftersale_goal;           /**< what the customer wants to reach */
typedef struct aftersale_consent aftersale_consent;     /**< an answer to whether we may */
typedef struct aftersale_plan aftersale_plan;           /**< one version of a plan template */
typedef struct aftersale_calendar aftersale_calendar;   /**< one version of a calendar */
typedef struct aftersale_enrolment aftersale_enrolment; /**< one customer's run through a plan */
typedef struct aftersale_touch aftersale_touch;         /**< a dated, owned contact of a plan */
typedef struct aftersale_migration aftersale_migration; /**< what becomes of a touch in another version of its plan */
typedef struct aftersale_impact aftersale_impact;       /**< what becomes of a run in another version of its plan */
typedef struct aftersale_workload aftersale_workload;   /**< how much an owner has to do in a week */
typedef struct aftersale_work aftersale_work;           /**< a line of a worklist: touch, customer, sale, why now */
typedef struct aftersale_event aftersale_event;         /**< something that happened */
typedef struct aftersale_settings aftersale_settings;   /**< a book's settings and enrolment rules */
typedef struct aftersale_sheet aftersale_sheet;         /**< the written plan */
typedef struct aftersale_explanation aftersale_explanation; /**< the reasons of a decision */

/** Another reference to the same record: release each with aftersale_record_free(). Any thread. @return record */
AFTERSALE_API const aftersale_record *aftersale_record_keep(const aftersale_record *record);
/** Releases a reference to any record; NULL is fine. The typed _free functions do the same. Any thread. */
AFTERSALE_API void aftersale_record_free(const aftersale_record *record);
AFTERSALE_END
#endif
