/* SPDX-License-Identifier: MIT */
/* The way of a command: load, decide, commit; a conflict runs it again (S1, S3, S4). */
#ifndef AS_ENGINE_COMMAND_H
#define AS_ENGINE_COMMAND_H
#include "engine/engine.h"
#include "schema/arguments.h"

typedef struct as__command {
    aftersale_book *book;
    as__unit *unit;
    const as__arguments *arguments;
    const void *args;           /* whole struct, checked */
    aftersale_time now;         /* when it is recorded; drawn once */
    aftersale_time at;          /* when it happened */
    const char *key;            /* the host's idempotency key, or NULL */
    as__hash digest;
    uint64_t id;                /* local; drawn once; what it makes is numbered on from it */
    uint64_t made;              /* ids taken from it so far */
    bool is_advance;            /* a run to a time, which `now` is: what time changed up to it is entered */
    const aftersale_settings *settings;
    aftersale_id out;           /* what was made or changed */
    bool wants_out;             /* somebody reads it */
    int32_t did;
} as__command;

/* A command's own part: reads and writes the unit, never commits. */
typedef aftersale_status (*as__command_fn)(as__command *command);
as__command_fn as__command_of(int32_t number);

/* Runs a command on a book: what every public command function does. */
aftersale_status as__command_run(aftersale_book *book, int32_t number, const void *args, aftersale_id *out);

/* Draws the command's time and id. @return OK, CALLBACK, LIMIT (the clock is out of range), with the error noted */
aftersale_status as__command_draw(as__command *command);

/* Next id that this command makes, the first being its own. @return 0: more than a command may make */
uint64_t as__command_id(as__command *command);

/* Id of a record that this command makes: that which an export gave it, unless it is taken here; else its next. */
uint64_t as__command_id_for(as__command *command, aftersale_kind kind);
/* When what this command makes was recorded: now, or where an export tells of it, then. */
aftersale_time as__command_recorded(const as__command *command);
/* Takes the digest that an export says its record was recorded as, so that the host's own repeat finds it (S4). */
void as__command_take_digest(as__command *command);

/* Begins the draft of an event of this command under a root; carries forward what stands in the root's last event.
 * `out` may be changed before as__event_put(). */
aftersale_status as__event_begin(as__command *command, aftersale_kind root_kind, uint64_t root, int32_t type,
                                 aftersale_event *out);
/* Seals it into the chain of its root. */
aftersale_status as__event_put(as__command *command, aftersale_event *draft);
/* Digest of an event and of the one before it in its root; NULL: it is the first. @return OK, NO_MEMORY */
aftersale_status as__event_hash(const as__memory *memory, const aftersale_event *previous,
                                const aftersale_event *event, as__hash *out);

/* Type numbers of events, as in the table's words. */
enum {
    AS__EVENT_CUSTOMER_PUT = 1, AS__EVENT_PERSON_PUT, AS__EVENT_PRODUCT_PUT, AS__EVENT_ACTOR_PUT,
    AS__EVENT_SALE_RECORDED, AS__EVENT_SALE_PUT, AS__EVENT_SALE_RETURNED, AS__EVENT_GOAL_PUT, AS__EVENT_CONSENT_SET,
    AS__EVENT_PLAN_PUBLISHED, AS__EVENT_WORDS_PUT, AS__EVENT_SETTINGS_PUT, AS__EVENT_RULES_PUT, AS__EVENT_ENROLLED,
    AS__EVENT_PLAN_MOVED, AS__EVENT_TOUCH_CLAIMED, AS__EVENT_TOUCH_RELEASED, AS__EVENT_TOUCH_TRIED,
    AS__EVENT_TOUCH_DONE, AS__EVENT_TOUCH_SNOOZED, AS__EVENT_SHEET_SHARED, AS__EVENT_SHEET_ACKNOWLEDGED,
    AS__EVENT_BOOK_CREATED, AS__EVENT_CALENDAR_LOADED,
    AS__EVENT_MIGRATED = 25, AS__EVENT_CUSTOMER_MERGED = 26, AS__EVENT_CUSTOMER_PARTED = 27,
    AS__EVENT_TOUCH_AGREED = 28, AS__EVENT_WORK_HANDED_OVER = 29,
    AS__EVENT_TOUCH_MISSED = 30, AS__EVENT_PLAN_THROUGH = 31, AS__EVENT_BOOK_ADVANCED = 32
};

/* Bytes of a field that puts fill; 0: ids and links, which the command itself works out. */
size_t as__put_size(as__storage storage);
/* put: empties the fields of a draft that `clear` names, and fills those that the arguments give, by name. */
void as__put_fields(const as__command *command, aftersale_kind kind, void *draft);
/* Whether a draft differs from what was there (NULL: it is new) in anything that is not derived. */
bool as__put_differs(aftersale_kind kind, const void *draft, const void *before);
/* Revision the caller read, and PUT_NEW. @return OK, CONFLICT, EXISTS */
aftersale_status as__put_allowed(const as__command *command, const aftersale_record *before, uint32_t flags,
                                 uint64_t expect, bool differs);

/* The commands' own parts. */
aftersale_status as__do_customer_put(as__command *command);
aftersale_status as__do_customer_merge(as__command *command);
aftersale_status as__do_customer_part(as__command *command);
aftersale_status as__do_person_put(as__command *command);
aftersale_status as__do_product_put(as__command *command);
aftersale_status as__do_actor_put(as__command *command);
aftersale_status as__do_goal_put(as__command *command);
aftersale_status as__do_sale_record(as__command *command);
aftersale_status as__do_sale_put(as__command *command);
aftersale_status as__do_sale_return(as__command *command);
aftersale_status as__do_consent_set(as__command *command);
aftersale_status as__do_enrol(as__command *command);
aftersale_status as__do_plan_move(as__command *command);
aftersale_status as__do_plan_migrate(as__command *command);
aftersale_status as__do_plan_publish(as__command *command);
aftersale_status as__do_calendar_load(as__command *command);
aftersale_status as__do_words_put(as__command *command);
aftersale_status as__do_settings_put(as__command *command);
aftersale_status as__do_rules_put(as__command *command);
aftersale_status as__do_touch_claim(as__command *command);
aftersale_status as__do_touch_release(as__command *command);
aftersale_status as__do_touch_done(as__command *command);
aftersale_status as__do_touch_snooze(as__command *command);
aftersale_status as__do_touch_agree(as__command *command);
aftersale_status as__do_work_hand_over(as__command *command);
aftersale_status as__do_sheet_share(as__command *command);
aftersale_status as__do_sheet_acknowledge(as__command *command);
#endif
