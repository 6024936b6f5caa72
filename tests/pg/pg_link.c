/* SPDX-License-Identifier: MIT */
#include "pg_link.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The book is first in every key and entry. A root's row has no content: it is what writers of the root
 * lock, and its revision is the number of the last event, 0 while there is none. */
static const char *const tables[] = {
    "CREATE TABLE IF NOT EXISTS record (key bytea PRIMARY KEY, root bigint NOT NULL, id bigint NOT NULL,"
    " revision bigint NOT NULL, content bytea, amount bigint, low bigint, high bigint)",
    "CREATE TABLE IF NOT EXISTS entry (entry bytea PRIMARY KEY, key bytea NOT NULL)",
};

#define COLUMNS "record.root, record.id, revision, content, amount"
#define SCAN(from, column)                                                                                   \
    "SELECT " COLUMNS " FROM " from " WHERE " column " >= $1 AND " column " < $2 ORDER BY " column
#define ENTRIES "entry JOIN record ON record.key = entry.key"
/* A statement whose condition does not hold fails, by dividing through no row: the rest of the pipeline is
 * then not run. What waited for another commit is checked again on the row as that one left it. */
#define MUST(change) "WITH done AS (" change " RETURNING 1) SELECT 1 / count(*) FROM done"

static const char *const statements[PG_STATEMENTS] = {
    [PG_BEGIN_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    [PG_BEGIN_WRITE] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    [PG_COMMIT] = "COMMIT",
    [PG_ROLLBACK] = "ROLLBACK",
    [PG_GET] = "SELECT " COLUMNS " FROM record WHERE key = $1 AND revision > 0",
    [PG_SCAN_KEYS] = SCAN("record", "key") " LIMIT $3",
    [PG_SCAN_KEYS_BACK] = SCAN("record", "key") " DESC LIMIT $3",
    [PG_SCAN_ENTRIES] = SCAN(ENTRIES, "entry") " LIMIT $3",
    [PG_SCAN_ENTRIES_BACK] = SCAN(ENTRIES, "entry") " DESC LIMIT $3",
    [PG_INSERT] = "INSERT INTO record (key, root, id, revision, content, amount, low, high)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    [PG_UPDATE] = MUST("UPDATE record SET revision = $3, content = $4, amount = $5, low = $6, high = $7"
                       " WHERE key = $1 AND revision = $2"),
    [PG_REMOVE] = MUST("DELETE FROM record WHERE key = $1 AND revision = $2"),
    [PG_EXPECT] =
        "SELECT 1 / count(*) FROM (SELECT 1 FROM record WHERE key = $1 AND revision = $2 FOR SHARE) AS held",
    /* What is not there cannot be locked: a row that never comes to be seen keeps others from making it. */
    [PG_EXPECT_NONE] = "INSERT INTO record (key, root, id, revision) VALUES ($1, 0, 0, 0)",
    [PG_EXPECT_NONE_END] = "DELETE FROM record WHERE key = $1",
    [PG_ADD] = MUST("UPDATE record SET amount = amount + $2, revision = revision + 1"
                    " WHERE key = $1 AND amount + $2 BETWEEN low AND high"),
    [PG_ROOT_FIRST] = MUST("INSERT INTO record (key, root, id, revision) VALUES ($1, $2, 0, $3)"
                           " ON CONFLICT (key) DO UPDATE SET revision = $3 WHERE record.revision = 0"),
    [PG_ROOT_MOVE] = MUST("UPDATE record SET revision = $3 WHERE key = $1 AND revision = $2"),
    [PG_ROOT_RAISE] = "INSERT INTO record (key, root, id, revision) VALUES ($1, $2, 0, $3)"
                      " ON CONFLICT (key) DO UPDATE SET revision = greatest(record.revision, $3)",
    [PG_ROOT_ENSURE] = "INSERT INTO record (key, root, id, revision) VALUES ($1, $2, 0, 0)"
                       " ON CONFLICT (key) DO NOTHING",
    [PG_ENTRY_ADD] = "INSERT INTO entry (entry, key) VALUES ($1, $2)",
    [PG_ENTRY_REMOVE] = "DELETE FROM entry WHERE entry = $1",
};

void pg_values_bytes(pg_values *values, const void *data, size_t size)
{
    values->at[values->count] = size != 0 ? data : "";
    values->sizes[values->count++] = (int)size;
}

void pg_values_number(pg_values *values, int64_t number)
{
    uint8_t *out = values->numbers[values->count];
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
    pg_values_bytes(values, out, 8);
}

void pg_values_none(pg_values *values)
{
    values->at[values->count++] = NULL;
}

int64_t pg_result_number(const PGresult *result, int row, int column)
{
    const char *bytes = PQgetvalue(result, row, column);
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number = number << 8 | (uint8_t)bytes[i];
    return (int64_t)number;
}

static bool run(PGconn *connection, const char *sql)
{
    PGresult *result = PQexec(connection, sql);
    bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return is_done;
}

static const char *name_of(pg_statement statement, char name[16])
{
    snprintf(name, 16, "s%d", (int)statement);
    return name;
}

static bool prepare(PGconn *connection, pg_statement statement)
{
    char name[16];
    PGresult *result = PQprepare(connection, name_of(statement, name), statements[statement], 0, NULL);
    bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return is_done;
}

static bool begin(pg_link *link, PGconn *connection)
{
    char sql[128];
    if (PQstatus(connection) != CONNECTION_OK)
        return false;
    snprintf(sql, sizeof sql, "SET search_path = %s; SET client_min_messages = error", link->schema);
    if (!run(connection, sql))
        return false;
    snprintf(sql, sizeof sql, "CREATE SCHEMA IF NOT EXISTS %s", link->schema);
    if (!run(connection, sql) || !run(connection, tables[0]) || !run(connection, tables[1]))
        return false;
    for (int i = 0; i < PG_STATEMENTS; i++)
        if (!prepare(connection, (pg_statement)i))
            return false;
    return PQenterPipelineMode(connection) == 1;
}

bool pg_link_ready(pg_link *link)
{
    PGconn *connection;
    if (link->connection != NULL)
        return true;
    connection = PQconnectdb(link->address);
    if (begin(link, connection)) {
        link->connection = connection;
        return true;
    }
    snprintf(link->failure, sizeof link->failure, "%s", PQerrorMessage(connection));
    PQfinish(connection);
    return false;
}

bool pg_link_init(pg_link *link, const char *address, const char *schema)
{
    *link = (pg_link){.address = strdup(address), .schema = strdup(schema)};
    if (link->address != NULL && link->schema != NULL && pg_link_ready(link))
        return true;
    fprintf(stderr, "%s\n", link->failure);
    pg_link_free(link);
    return false;
}

void pg_link_free(pg_link *link)
{
    pg_link_drop(link);
    free(link->address);
    free(link->schema);
    *link = (pg_link){.address = NULL};
}

bool pg_link_send(pg_link *link, pg_statement statement, const pg_values *values)
{
    static const pg_values none = {.count = 0};
    int binary[PG_VALUES_MAX] = {1, 1, 1, 1, 1, 1, 1, 1};
    char name[16];
    if (values == NULL)
        values = &none;
    return PQsendQueryPrepared(link->connection, name_of(statement, name), values->count, values->at,
                               values->sizes, binary, 1) == 1;
}

bool pg_link_flush(pg_link *link)
{
    return PQpipelineSync(link->connection) == 1;
}

PGresult *pg_link_next(pg_link *link)
{
    /* Behind each statement's result comes a NULL. */
    PGresult *result = PQgetResult(link->connection);
    PGresult *end = result != NULL ? PQgetResult(link->connection) : NULL;
    if (end == NULL && PQstatus(link->connection) == CONNECTION_OK)
        return result;
    PQclear(end);
    PQclear(result);
    return NULL;
}

static bool is_synced(pg_link *link)
{
    PGresult *result = PQgetResult(link->connection);
    bool is_sync = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    PQclear(result);
    return is_sync && PQstatus(link->connection) == CONNECTION_OK;
}

static bool roll_back(pg_link *link)
{
    PGresult *result;
    if (!pg_link_send(link, PG_ROLLBACK, NULL) || !pg_link_flush(link))
        return false;
    result = pg_link_next(link);
    PQclear(result);
    return result != NULL && is_synced(link);
}

bool pg_link_end(pg_link *link)
{
    if (is_synced(link) && (PQtransactionStatus(link->connection) == PQTRANS_IDLE || roll_back(link)))
        return true;
    pg_link_drop(link);
    return false;
}

void pg_link_drop(pg_link *link)
{
    PQfinish(link->connection);
    link->connection = NULL;
}
