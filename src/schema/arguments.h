/* SPDX-License-Identifier: MIT */
/* The arguments of every command, from one table: checked, copied, and read from JSON by it (S4, S69, S70, S77). */
#ifndef AS_SCHEMA_ARGUMENTS_H
#define AS_SCHEMA_ARGUMENTS_H
#include "aftersale.h"
#include "schema/field.h"
#include "value/json.h"
#include "value/zone.h"

typedef struct as__arguments {
    int32_t command;          /* AFTERSALE_DO_… */
    const char *name;         /* "sale_record" */
    const as__field *fields;  /* all but struct_size */
    size_t field_count;
    size_t size;              /* of the struct */
    size_t first_size;        /* of its first version: none that was ever valid is smaller */
    aftersale_kind clears;    /* kind whose tags `clear` takes; 0: it has no such field */
} as__arguments;

const as__arguments *as__arguments_of(int32_t command);                      /* NULL: no such command */
const as__arguments *as__arguments_named(const char *name, size_t size);     /* NULL: no such command */

/* Copies what the caller gave into a whole struct of ours, zero where his is shorter. @return OK; INVALID: NULL;
 * ABI: smaller than the first version of the struct, or a tail that we do not know and that is not zero */
aftersale_status as__arguments_take(const as__arguments *arguments, const void *given, void *out);
/* Checks every field against the table, list items and what their names imply (zone, language, country, currency,
 * extra, channel, periods) included, and notes all problems by path. `zones` may be NULL: names are not looked up. */
void as__arguments_check(const as__arguments *arguments, const void *args, as__zones *zones, as__problems *problems);
/* Fills a whole struct from a JSON object; keys "kind" and "do" are passed over. What it points to is laid into the
 * arena. Problems carry path and line. @return OK, INVALID (noted), NO_MEMORY */
aftersale_status as__arguments_read(const as__arguments *arguments, const as__json *json, const cJSON *object,
                                    as__arena *arena, as__problems *problems, void *out);
/* The same from the line of an exported record, with what the library worked out for the items of its lists. */
aftersale_status as__arguments_read_exported(const as__arguments *arguments, const as__json *json,
                                             const cJSON *object, as__arena *arena, as__problems *problems, void *out);
/* Digest of what a command says, `at`, `expect` and `idempotency` left out: equal for equal content (S4). */
void as__arguments_digest(const as__arguments *arguments, const uint8_t secret[16], const void *args,
                          as__hash *out);

/* Writes a record as one line of JSON without the newline: "kind" first, then every field given, in table order;
 * ids of other records by `name_of`, which gives the ref of a record or NULL (then the id stands, as {"id": …}). */
typedef struct as__links {
    const char *(*name_of)(void *user, aftersale_kind kind, uint64_t local);
    void *user;
} as__links;
void as__record_write_json(const aftersale_record *record, const as__links *links, as__buffer *out);

/* Finds the record a line names. @return OK, NOT_FOUND, or what ends the reading */
typedef struct as__finder {
    aftersale_status (*find)(void *user, aftersale_kind kind, aftersale_link link, uint64_t *local);
    void *user;
} as__finder;
/* Fills a draft from a line that as__record_write_json() wrote; `id` and the keys listed in `beside` (NULL at its end)
 * are the caller's. What it points to is laid into the arena. @return OK; INVALID, NOT_FOUND (noted); NO_MEMORY; what
 * the finder said */
aftersale_status as__record_read_json(const as__kind *kind, const as__json *json, const as__finder *finder,
                                      const char *const *beside, as__arena *arena, as__problems *problems, void *out);
/* Checks a draft against its table, as as__arguments_check() does, what the library works out included. */
void as__record_check(const as__kind *kind, const void *draft, as__problems *problems);
#endif
