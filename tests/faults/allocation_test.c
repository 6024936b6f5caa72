/* SPDX-License-Identifier: MIT */
/* Fails the n-th allocation of a call, once or from then on: nothing crashes, leaks or is half done, and the handle
 * goes on (S3; goal G1). What is swallowed, a cache say, may fail without harm: then the command is done. */
#include "support/failing_memory.h"
#include "support/script.h"

static struct {
    failing_memory counted;
    size_t from;  /* number of the call from which on all fail; 0: none does */
    size_t pairs; /* runs that met a failure */
} memory;

static void *resize(void *user, void *pointer, size_t old_size, size_t new_size)
{
    (void)user;
    if (memory.from != 0 && new_size != 0 && memory.counted.calls + 1 >= memory.from) {
        memory.counted.calls++;
        return NULL;
    }
    return failing_memory_resize(&memory.counted, pointer, old_size, new_size);
}

static void fail_at(size_t n, bool for_ever)
{
    memory.counted.calls = 0;
    memory.counted.fail_at = for_ever ? 0 : n;
    memory.from = for_ever ? n : 0;
}

/* All of the first, then fewer and fewer: the first are those of the call itself, the last those of its store. */
static size_t next_of(size_t n)
{
    return n + 1 + n / 24;
}

static void begin(bool in_sqlite)
{
    aftersale_error error = {.struct_size = sizeof error};
    fail_at(0, false);
    memset(&on_trial, 0, sizeof on_trial);
    now_is("2026-11-20T10:00:00Z");
    cr_assert_eq(
        aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = trial_clock, .seed = 42, .memory = resize),
                              &on_trial.context, &error),
        AFTERSALE_OK);
    if (in_sqlite) {
        strcpy(on_trial.folder, "faults.XXXXXX");
        cr_assert_not_null(mkdtemp(on_trial.folder));
        snprintf(on_trial.path, sizeof on_trial.path, "%s/books.db", on_trial.folder);
        cr_assert_eq(aftersale_sqlite_open(on_trial.context, on_trial.path, AFTERSALE_SQLITE_OFF,
                                           &on_trial.store, &error),
                     AFTERSALE_OK, "%s", error.text);
    } else {
        cr_assert_eq(aftersale_memory_open(on_trial.context, &on_trial.store, &error), AFTERSALE_OK);
    }
    book = open_book("acme");
}

static void end(void)
{
    uint64_t good;
    MUST(aftersale_event_verify(book, &good));
    trial_end();
    cr_assert_eq(memory.counted.held, 0, "%zu bytes are left", memory.counted.held);
    cr_assert_eq(memory.counted.faults, 0);
    cr_log_info("%zu failures", memory.pairs);
}

/* Runs a step until no allocation fails any more. */
static void run_step(size_t step)
{
    static script_text before, after;
    aftersale_status status = AFTERSALE_NO_MEMORY;
    bool for_ever = false;
    size_t n = 1;
    script_look(step);
    script_state(&before);
    while (status != AFTERSALE_OK) {
        fail_at(n, for_ever);
        status = script_step(step);
        fail_at(0, false);
        cr_assert(status == AFTERSALE_OK || status == AFTERSALE_NO_MEMORY,
                  "step %zu, allocation %zu%s: %s: %s", step, n, for_ever ? " and all that follow" : "",
                  aftersale_status_name(status), aftersale_book_error(book)->text);
        script_state(&after);
        if (status == AFTERSALE_OK)
            break;
        memory.pairs++;
        cr_assert_str_eq(before.text, after.text, "step %zu, allocation %zu left something behind", step, n);
        for_ever = !for_ever;
        n = for_ever ? n : next_of(n);
    }
    cr_assert(step == 5 || step == 9 || strcmp(before.text, after.text) != 0, "step %zu changed nothing",
              step);
}

static void run_script(bool in_sqlite)
{
    begin(in_sqlite);
    for (size_t step = 0; step < SCRIPT_STEPS; step++)
        run_step(step);
    cr_assert_gt(memory.pairs, 200);
    end();
}

Test(allocation, commands_in_memory)
{
    run_script(false);
}

Test(allocation, commands_in_sqlite)
{
    run_script(true);
}

static aftersale_status read_rows(aftersale_status status, aftersale_cursor **list)
{
    const aftersale_record *row;
    if (status != AFTERSALE_OK)
        return status;
    while ((status = aftersale_cursor_next(*list, &row)) == AFTERSALE_ROW)
        continue;
    aftersale_cursor_free(*list);
    return status == AFTERSALE_DONE ? AFTERSALE_OK : status;
}

static aftersale_status write_sheet(void)
{
    const aftersale_sheet *sheet;
    aftersale_status status =
        aftersale_sheet_make(book, AFTERSALE_ARGS(sheet_make, .enrolment = script_run), &sheet);
    if (status == AFTERSALE_OK)
        aftersale_sheet_free(sheet);
    return status;
}

static aftersale_status explain(void)
{
    const aftersale_explanation *found;
    aftersale_status status = aftersale_explain_touch(book, script_touch, &found);
    if (status == AFTERSALE_OK)
        aftersale_explanation_free(found);
    return status;
}

static aftersale_status find(void)
{
    const aftersale_sale *sale;
    aftersale_status status = aftersale_sale_find(book, "INV-1", &sale);
    if (status == AFTERSALE_OK)
        aftersale_sale_free(sale);
    return status;
}

static aftersale_status open_again(void)
{
    aftersale_book *opened;
    aftersale_status status = aftersale_book_open(
        on_trial.store, AFTERSALE_ARGS(book_open, .name = "new", .flags = AFTERSALE_BOOK_CREATE), &opened,
        NULL);
    if (status == AFTERSALE_OK)
        aftersale_book_free(opened);
    return status;
}

#define QUERIES 8

static aftersale_status query(size_t i)
{
    aftersale_cursor *list = NULL;
    const aftersale_effect *const *effects;
    size_t count;
    int32_t answer;
    switch (i) {
    case 0:
        return find();
    case 1:
        return read_rows(aftersale_worklist(book, NULL, &list), &list);
    case 2:
        return read_rows(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .customer.ref = "C-1"), &list),
                         &list);
    case 3:
        return write_sheet();
    case 4:
        return explain();
    case 5:
        return aftersale_consent_check(
            book, AFTERSALE_ARGS(consent_check, .customer.ref = "C-1", .channel = "phone", .purpose = 4),
            &answer, NULL);
    case 6:
        return aftersale_book_effects(book, &effects, &count);
    default:
        return open_again();
    }
}

static void run_queries(bool in_sqlite)
{
    begin(in_sqlite);
    for (size_t step = 0; step < 12; step++)
        MUST(script_step(step));
    script_look(12);
    for (size_t i = 0; i < QUERIES; i++) {
        for (int for_ever = 0; for_ever < 2; for_ever++) {
            aftersale_status status = AFTERSALE_NO_MEMORY;
            for (size_t n = 1; status != AFTERSALE_OK; n = next_of(n)) {
                fail_at(n, for_ever != 0);
                status = query(i);
                fail_at(0, false);
                cr_assert(status == AFTERSALE_OK || status == AFTERSALE_NO_MEMORY,
                          "query %zu, allocation %zu: %s", i, n, aftersale_status_name(status));
                memory.pairs += status != AFTERSALE_OK;
            }
        }
    }
    end();
}

Test(allocation, queries_in_memory)
{
    run_queries(false);
}

Test(allocation, queries_in_sqlite)
{
    run_queries(true);
}
