/* SPDX-License-Identifier: MIT */
/* What stands behind the handles: contexts, stores in use, tenants and books. */
#ifndef AS_ENGINE_ENGINE_H
#define AS_ENGINE_ENGINE_H
#include "aftersale.h"
#include "base/problems.h"
#include "engine/lanes.h"
#include "rules/schedule.h"
#include "store/unit.h"
#include "value/id.h"
#include "value/zone.h"

struct aftersale_context {
    as__owner owner; /* first: the context ends when it does */
    aftersale_clock_fn clock;
    void *clock_user;
    aftersale_random_fn random;
    void *random_user;
    aftersale_committed_fn committed;
    void *committed_user;
    aftersale_log_fn log;
    void *log_user;
    aftersale_pause_fn pause;
    void *pause_user;
    aftersale_rule_reader rules; /* all zero: nobody reads rules of RFC 5545 */
    as__rule_reader rule_reader; /* which asks it */
    bool is_seeded;
    _Atomic uint64_t seed_state;
    as__zones *zones;
    int64_t process; /* that made it: after a fork every handle is invalid */
};
/* NULL makes one with all defaults; else takes another reference. @return OK, INVALID (after a fork), NO_MEMORY */
aftersale_status as__context_use(aftersale_context *context, aftersale_context **out);
void as__context_drop(aftersale_context *context);
aftersale_status as__context_now(aftersale_context *context, aftersale_time *out);
aftersale_status as__context_random(aftersale_context *context, void *out, size_t size);
/* Who reads rules of RFC 5545 for plans; NULL: nobody. */
const as__rule_reader *as__context_rules(const aftersale_context *context);
bool as__context_is_forked(const aftersale_context *context);

typedef struct as__kept_calendar as__kept_calendar;

/* What the handles on one book share in this process. */
typedef struct as__tenant {
    uint64_t book;
    uint8_t secret[16]; /* never changes once it is there, which is before the first handle is given out */
    bool has_secret;
    pthread_mutex_t lock;
    as__id_source ids;
    as__template **plans;
    size_t plan_count, plan_room;
    as__kept_calendar *calendars;
    size_t books;
    struct as__tenant *next;
} as__tenant;

/* A store in use: what aftersale_store.library points to. */
typedef struct as__attached {
    aftersale_context *context;
    aftersale_store *store;
    atomic_size_t refs; /* the store's handle and each book */
    pthread_mutex_t lock;
    as__tenant *tenants;
    as__lanes lanes;         /* in which its writers queue */
    _Atomic uint64_t pauses; /* stream of the pauses between tries */
} as__attached;
as__attached *as__attached_of(aftersale_store *store);
void as__attached_drop(as__attached *attached);

/* A command whose effects may be asked for: a plan before and after it, with what its dates depend on. */
typedef struct as__noted_run {
    const aftersale_enrolment *before, *after; /* before NULL: it is new */
    const aftersale_customer *customer_before, *customer_after;
} as__noted_run;

/* What a book needs only while it is used: a server may hold ten thousand of them open. */
typedef struct as__desk { as__unit unit, queries; aftersale_error doom; } as__desk;

/* What the line of an export says beside the arguments of its command (S70). */
typedef struct as__restored {
    uint64_t id;         /* local, in the book that wrote it */
    as__hash recorded_as;
    aftersale_link merged_into; /* of a customer; not given: nobody */
    aftersale_time merged;
} as__restored;

struct aftersale_book {
    as__attached *attached;
    aftersale_context *context;
    as__tenant *tenant;
    char *name;             /* as opened */
    atomic_flag busy;
    bool is_read_only;
    bool is_freed;          /* by the host; cursors may still need it */
    struct as__desk *desk;  /* NULL while nobody uses the book; the next three are its parts */
    as__unit *unit;         /* of the command or group under way */
    as__unit *queries;      /* of reads that stand outside of any command */
    aftersale_error *doom;  /* what doomed the group */
    as__arena scratch;      /* until the next call */
    aftersale_error error;
    as__problems problems;
    /* group */
    bool in_group, group_goes_on;
    bool in_batch; /* the group is the library's own, which holds the inputs and can begin again */
    aftersale_status doomed;
    /* what the last command did */
    int32_t did;
    as__noted_run *noted;
    size_t noted_count, noted_room;
    as__template **own_plans; /* templates of what is not committed yet */
    size_t own_plan_count, own_plan_room;
    as__reasons *kept_reasons;
    const as__reasons *blocked; /* reasons of the last BLOCKED; NULL: it met none */
    const as__restored *restores; /* the exported record that the command under way makes again; NULL: none */
    size_t cursors;
};

/* Every public call on a book begins with enter and ends with leave. enter clears the error.
 * @return OK; BUSY (another thread is in), INVALID (NULL, or after a fork), NO_MEMORY: then do not leave */
aftersale_status as__book_enter(aftersale_book *book);
/* The same for a call that gives something: `out` is the place of a pointer, which is emptied and must be there. */
aftersale_status as__book_enter_to_give(aftersale_book *book, void *out);
void as__book_leave(aftersale_book *book);

/* Notes a failure and gives its status back. `text` NULL: the message's own words. */
aftersale_status as__fail(aftersale_book *book, aftersale_status status, as__message message, const char *text);
aftersale_status as__fail_about(aftersale_book *book, aftersale_status status, as__message message,
                                aftersale_kind kind, uint64_t local, const char *text);
/* Notes one problem with a field, and fails with INVALID or the status given. */
aftersale_status as__fail_field(aftersale_book *book, aftersale_status status, const char *path, as__message message,
                                const char *text);
/* Fails with what the problems say; OK when there are none. */
aftersale_status as__fail_problems(aftersale_book *book);
/* A failure of the store, with its own words. */
aftersale_status as__fail_store(aftersale_book *book, const as__unit *unit, aftersale_status status);

/* Unit that reads now: that of the group when one is open. Queries outside start anew at each call. */
as__unit *as__book_reads(aftersale_book *book);
aftersale_status as__book_settings(aftersale_book *book, as__unit *unit, const aftersale_settings **out);
#define AS__BOOK_ROOT UINT64_C(1) /* root of what belongs to the book as a whole */

/* The local id a link names: by ref, or by id. Notes problems. @return OK, INVALID, NOT_FOUND */
aftersale_status as__link_local(aftersale_book *book, const char *path, aftersale_kind kind, aftersale_link link,
                                uint64_t *out);
/* The record it names; for sales and returns by the index of refs. Of a customer who is merged it is that of whom they are
 * merged into (S13). @return OK, NOT_FOUND (noted), INVALID, … */
aftersale_status as__link_record(aftersale_book *book, as__unit *unit, const char *path, aftersale_kind kind,
                                 aftersale_link link, const aftersale_record **out);
/* The same, but of a customer who is merged their own. */
aftersale_status as__link_stored(aftersale_book *book, as__unit *unit, const char *path, aftersale_kind kind,
                                 aftersale_link link, const aftersale_record **out);
/* A customer that is named, with those merged into them: as__customer_whole(). */
aftersale_status as__link_customer(aftersale_book *book, as__unit *unit, const char *path, aftersale_link link,
                                   const aftersale_customer **out);
/* The same for the customer whose root a command will write; where the link is not given, the one that another record
 * names. Their root is read first: what changes them afterwards fails the commit. `named` 0: the link must be given. */
aftersale_status as__link_root(aftersale_book *book, as__unit *unit, aftersale_link link, uint64_t named,
                               const aftersale_customer **out);
aftersale_status as__record_of(aftersale_book *book, as__unit *unit, aftersale_kind kind, uint64_t local,
                               const aftersale_record **out);
/* A record that another one names, and which is never taken away. @return OK; RETRY: the unit has looked for it before
 * it was there, and what it read is old; CORRUPT: it is not there now either; … */
aftersale_status as__record_named(aftersale_book *book, as__unit *unit, aftersale_kind kind, uint64_t local,
                                  const aftersale_record **out);
/* A sale or return by ref; NULL when there is none. */
aftersale_status as__record_by_ref(as__unit *unit, aftersale_kind kind, const char *ref, const aftersale_record **out);

/* Zone of a customer, or the book's. */
aftersale_status as__customer_zone(aftersale_book *book, const aftersale_customer *customer,
                                   const aftersale_settings *settings, const as__zone **out);
/* Day of an instant for a customer, and with its time of day. */
aftersale_date as__day_in_zone(const as__zone *zone, aftersale_time time);
aftersale_date as__civil_in_zone(const as__zone *zone, aftersale_time time, aftersale_daytime *daytime);
#endif
