/* SPDX-License-Identifier: MIT */
/* A connection that stays in pipeline mode, and the statements of the store over it. */
#ifndef PG_LINK_H
#define PG_LINK_H
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum pg_statement {
    PG_BEGIN_READ,
    PG_BEGIN_WRITE,
    PG_COMMIT,
    PG_ROLLBACK,
    PG_GET,
    PG_SCAN_KEYS,
    PG_SCAN_KEYS_BACK,
    PG_SCAN_ENTRIES,
    PG_SCAN_ENTRIES_BACK,
    PG_INSERT,
    PG_UPDATE,
    PG_REMOVE,
    PG_EXPECT,
    PG_EXPECT_NONE,
    PG_EXPECT_NONE_END,
    PG_ADD,
    PG_ROOT_FIRST,
    PG_ROOT_MOVE,
    PG_ROOT_RAISE,
    PG_ROOT_ENSURE,
    PG_ENTRY_ADD,
    PG_ENTRY_REMOVE,
    PG_STATEMENTS
} pg_statement;

#define PG_VALUES_MAX 8
/* Parameters of a statement; those that are not given are NULL. The bytes must live until it is sent. */
typedef struct pg_values {
    const char *at[PG_VALUES_MAX];
    int sizes[PG_VALUES_MAX];
    uint8_t numbers[PG_VALUES_MAX][8];
    int count;
} pg_values;
void pg_values_bytes(pg_values *values, const void *data, size_t size);
void pg_values_number(pg_values *values, int64_t number);
void pg_values_none(pg_values *values);
int64_t pg_result_number(const PGresult *result, int row, int column);

typedef struct pg_link {
    char *address, *schema;
    PGconn *connection; /* NULL: none now */
    char failure[200];  /* of the last attempt to connect */
} pg_link;
/* Makes the schema and its tables where they are not there yet. False: no memory, or no server. */
bool pg_link_init(pg_link *link, const char *address, const char *schema);
void pg_link_free(pg_link *link);
/* Connects, where it is not or no longer. */
bool pg_link_ready(pg_link *link);
/* Sends, without waiting. `values` NULL: it has none. */
bool pg_link_send(pg_link *link, pg_statement statement, const pg_values *values);
bool pg_link_flush(pg_link *link);
/* Result of the next statement that was sent; NULL: the connection is lost. */
PGresult *pg_link_next(pg_link *link);
/* After all results: ends a transaction that failed. False: the connection was lost, and will be made
 * anew. */
bool pg_link_end(pg_link *link);
/* Lets go of a connection that stands in the middle of something; it comes to nothing. */
void pg_link_drop(pg_link *link);
#endif
