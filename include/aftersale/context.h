/* SPDX-License-Identifier: MIT */
/** @file context.h  What the library may take from its surroundings, and nothing else (S1).
 *  You need none of this to begin: NULL stands for the system clock, random ids and malloc. */
#ifndef AFTERSALE_CONTEXT_H
#define AFTERSALE_CONTEXT_H
#include "error.h"
AFTERSALE_BEGIN

/** Gives the time; from 2020-01-01 to 2089. @return OK, or any failure, which the command returns as CALLBACK */
typedef aftersale_status (*aftersale_clock_fn)(void *user, aftersale_time *out);
/** Fills `size` random bytes; ids, codes and retry jitter are made from them. @return OK, or any failure */
typedef aftersale_status (*aftersale_random_fn)(void *user, void *out, size_t size);
/** One allocator function: new size 0 frees, NULL pointer allocates; 16-byte aligned. @return NULL: out of memory */
typedef void *(*aftersale_memory_fn)(void *user, void *pointer, size_t old_size, size_t new_size);
/** Gives the TZif file (RFC 9636) of a zone. @param[out] data borrowed until the next call with this user pointer
 *  @return OK, NOT_FOUND, or any failure */
typedef aftersale_status (*aftersale_zone_fn)(void *user, const char *zone, const void **data, size_t *size);
/** Told after a commit, with no lock held, that `book` has new events. Do not call that book from it. */
typedef void (*aftersale_committed_fn)(void *user, const char *book);
/** Told of what is worth a line in a log; no personal field is ever in `text` (S69). */
typedef void (*aftersale_log_fn)(void *user, int32_t level, const char *text);
/** Waits so many microseconds, at most 128000: somebody in another process was faster, and the command is about to be
 *  run again. */
typedef void (*aftersale_pause_fn)(void *user, int64_t us);
/** Says whether a recurrence rule of RFC 5545 is one that can be read. @return OK, INVALID */
typedef aftersale_status (*aftersale_rule_check_fn)(void *user, const char *rule, aftersale_error *error);
/** Gives the n-th day of a rule, from 0, all at the time of day given; the same for the same arguments, ever.
 *  @param[out] out not given when there are not so many @return OK, INVALID */
typedef aftersale_status (*aftersale_rule_nth_fn)(void *user, const char *rule, aftersale_date start,
                                                  aftersale_daytime time, int32_t n, aftersale_date *out);
/** Who reads recurrence rules of RFC 5545: aftersale_ical_rules() of the component aftersale-ical, or your own (S18). */
typedef struct aftersale_rule_reader {
    size_t struct_size;            /**< sizeof of this struct */
    aftersale_rule_check_fn check; /**< required */
    aftersale_rule_nth_fn nth;     /**< required */
    void *user;                    /**< handed to both */
} aftersale_rule_reader;
/** Levels of a log line. */
enum {
    AFTERSALE_LOG_ERROR = 1,   /**< something failed */
    AFTERSALE_LOG_WARNING = 2, /**< something is not as it should be, and went on */
    AFTERSALE_LOG_INFO = 3     /**< worth knowing */
};

/** What a context takes; all optional. */
typedef struct aftersale_context_new_args {
    size_t struct_size;               /**< filled in by AFTERSALE_ARGS */
    aftersale_clock_fn clock;         /**< default: the system's */
    void *clock_user;                 /**< handed to clock */
    aftersale_random_fn random;       /**< default: libuuid's source */
    void *random_user;                /**< handed to random */
    aftersale_memory_fn memory;       /**< default: malloc */
    void *memory_user;                /**< handed to memory */
    aftersale_zone_fn zone;           /**< default: files under zone_folder */
    void *zone_user;                  /**< handed to zone */
    aftersale_committed_fn committed; /**< default: nobody is told */
    void *committed_user;             /**< handed to committed */
    aftersale_log_fn log;             /**< default: silence */
    void *log_user;                   /**< handed to log */
    uint64_t seed;                    /**< not 0: ids and jitter follow it alone, for tests and replays (S2) */
    const char *zone_folder;          /**< TZif files; default /usr/share/zoneinfo; "UTC" needs none */
    aftersale_pause_fn pause;         /**< default: the system's */
    void *pause_user;                 /**< handed to pause */
    const aftersale_rule_reader *rules; /**< read while the context is made; default: plans with a rule are refused */
} aftersale_context_new_args;

/** Makes a context. Callbacks must be safe from every thread that uses it. @param args NULL: all defaults
 *  @param[out] out owned @param[out] error may be NULL @return OK, INVALID, ABI, NO_MEMORY */
AFTERSALE_API aftersale_status aftersale_context_new(const aftersale_context_new_args *args, aftersale_context **out,
                                                     aftersale_error *error);
/** Lets go of the context; it ends with the last store on it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_context_free(aftersale_context *context);
AFTERSALE_END
#endif
