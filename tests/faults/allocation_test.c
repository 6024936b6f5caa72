/* SPDX-License-Identifier: MIT */
/* Fails the n-th allocation of a call, once or from then on: nothing crashes, leaks or is half done, and the handle
 * goes on (S3; goal G1). What is swallowed, a cache say, may fail without harm: then the command is done. */
#include "faults/every_query.h"
#include "faults/fault_stage.h"

static failing_memory counted;
static size_t fails_from; /* number of the call from which on all fail; 0: none does */

static void *resize(void *user, void *pointer, size_t old_size, size_t new_size)
{
    (void)user;
    if (fails_from != 0 && new_size != 0 && counted.calls + 1 >= fails_from) {
        counted.calls++;
        return NULL;
    }
    return failing_memory_resize(&counted, pointer, old_size, new_size);
}

static void fail_at(size_t n, bool for_ever)
{
    counted.calls = 0;
    counted.fail_at = for_ever ? 0 : n;
    fails_from = for_ever ? n : 0;
}

static void begin(bool in_sqlite)
{
    memset(&counted, 0, sizeof counted);
    memset(&stage, 0, sizeof stage);
    fail_at(0, false);
    stage.in_sqlite = in_sqlite;
    stage.memory = resize;
}

static void close_stage(void)
{
    stage_close();
    cr_assert_eq(counted.held, 0, "%zu bytes are left", counted.held);
    cr_assert_eq(counted.faults, 0);
}

static size_t allocations[SCRIPT_STEPS];

/* Each may fail once and for ever. */
static void count_allocations(void)
{
    stage_open();
    for (size_t step = 0; step < SCRIPT_STEPS; step++) {
        stage_look(step);
        fail_at(0, false);
        MUST(script_step(&stage.at, step));
        allocations[step] = counted.calls;
        stage.all += 2 * counted.calls;
    }
    close_stage();
}

static void try_step(size_t step, size_t n, bool for_ever)
{
    aftersale_status status;
    stage_go_to(step);
    stage_look(step);
    fail_at(n, for_ever);
    status = script_step(&stage.at, step);
    cr_assert_geq(counted.calls, n);
    fail_at(0, false);
    cr_assert(status == AFTERSALE_OK || status == AFTERSALE_NO_MEMORY, "%s, allocation %zu%s: %s",
              script_step_name(step), n, for_ever ? " and all that follow" : "",
              aftersale_status_name(status));
    stage_judge(step, status);
    close_stage();
}

static void run_script(bool in_sqlite)
{
    begin(in_sqlite);
    stage_expect();
    count_allocations();
    for (size_t step = 0; step < SCRIPT_STEPS; step++)
        for (size_t n = 0; n < 2 * allocations[step]; n++)
            if (stage_is_chosen())
                try_step(step, n / 2 + 1, n % 2 != 0);
    stage_end("G1: allocations of commands");
}

Test(allocation, commands_in_memory)
{
    run_script(false);
}

Test(allocation, commands_in_sqlite)
{
    run_script(true);
}

static size_t count_query(size_t i)
{
    fail_at(0, false);
    MUST(queries[i](&stage.at));
    return counted.calls;
}

/* What a query fails with is no more than that; a second one succeeds. */
static void try_query(size_t i, size_t n, bool for_ever)
{
    aftersale_status status;
    fail_at(n, for_ever);
    status = queries[i](&stage.at);
    fail_at(0, false);
    cr_assert(status == AFTERSALE_OK || status == AFTERSALE_NO_MEMORY, "query %zu, allocation %zu: %s", i, n,
              aftersale_status_name(status));
    MUST(queries[i](&stage.at));
}

static void run_queries(bool in_sqlite)
{
    size_t counts[COUNT(queries)];
    begin(in_sqlite);
    stage_go_to(SCRIPT_STEPS);
    for (size_t i = 0; i < COUNT(queries); i++) {
        counts[i] = count_query(i);
        stage.all += 2 * counts[i];
    }
    for (size_t i = 0; i < COUNT(queries); i++)
        for (size_t n = 0; n < 2 * counts[i]; n++)
            if (stage_is_chosen())
                try_query(i, n / 2 + 1, n % 2 != 0);
    close_stage();
    stage_end("G1: allocations of queries");
}

Test(allocation, queries_in_memory)
{
    run_queries(false);
}

Test(allocation, queries_in_sqlite)
{
    run_queries(true);
}

/* NULLs may be freed. */
static aftersale_status open_and_close(bool in_sqlite, const char *path)
{
    aftersale_context *context = NULL;
    aftersale_store *opened = NULL;
    aftersale_book *made = NULL;
    aftersale_status status = aftersale_context_new(
        AFTERSALE_ARGS(context_new, .clock = trial_clock, .seed = 42, .memory = resize), &context, NULL);
    if (status == AFTERSALE_OK)
        status = in_sqlite ? aftersale_sqlite_open(context, path, AFTERSALE_SQLITE_OFF, &opened, NULL)
                           : aftersale_memory_open(context, &opened, NULL);
    if (status == AFTERSALE_OK)
        status = aftersale_book_open(opened,
                                     AFTERSALE_ARGS(book_open, .name = "acme", .zone = "Europe/London",
                                                    .flags = AFTERSALE_BOOK_CREATE),
                                     &made, NULL);
    aftersale_book_free(made);
    aftersale_store_free(opened);
    aftersale_context_free(context);
    return status;
}

/* @return whether an allocation failed */
static bool try_opening(bool in_sqlite, size_t n, bool for_ever)
{
    book_file file;
    aftersale_status status;
    bool has_failed;
    cr_assert(book_file_make(&file));
    fail_at(n, for_ever);
    status = open_and_close(in_sqlite, file.path);
    has_failed = counted.calls >= n;
    fail_at(0, false);
    cr_assert(status == AFTERSALE_OK || (status == AFTERSALE_NO_MEMORY && has_failed), "allocation %zu: %s",
              n, aftersale_status_name(status));
    cr_assert_eq(open_and_close(in_sqlite, file.path), AFTERSALE_OK, "allocation %zu spoils the next try", n);
    cr_assert_eq(counted.held, 0);
    book_file_remove(&file);
    stage.tried += has_failed;
    return has_failed;
}

static void run_opening(bool in_sqlite)
{
    begin(in_sqlite);
    now_is("2026-11-20T10:00:00Z");
    for (size_t n = 1; try_opening(in_sqlite, n, false); n++)
        (void)try_opening(in_sqlite, n, true);
    stage.all = stage.tried;
    stage_end("G1: allocations of opening");
}

Test(allocation, opening_in_memory)
{
    run_opening(false);
}

Test(allocation, opening_in_sqlite)
{
    run_opening(true);
}
