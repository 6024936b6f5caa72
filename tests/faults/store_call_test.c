/* SPDX-License-Identifier: MIT */
/* Fails the n-th call of a store, before or after its effect, gives it a short answer, or calls back into the book:
 * never half a command, and what may have been written is written once (S3; goal G2). */
#include "faults/every_query.h"
#include "faults/fault_stage.h"

static failing_store store;

static void begin(bool in_sqlite)
{
    memset(&stage, 0, sizeof stage);
    stage.in_sqlite = in_sqlite;
    stage.failing = &store;
}

/* The book is in use by the call that the store works for. */
static void call_back(void)
{
    const aftersale_customer *found;
    cr_assert_eq(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-9"), NULL),
                 AFTERSALE_BUSY);
    cr_assert_eq(aftersale_customer_find(book, "C-0", &found), AFTERSALE_BUSY);
    cr_assert_eq(aftersale_group_begin(book, 0), AFTERSALE_BUSY);
    cr_assert_eq(aftersale_store_close(on_trial.store, NULL), AFTERSALE_BUSY);
}

#define FAILS(verb_, status_)                                                                                \
    {                                                                                                        \
        .verb = FAILING_##verb_, .status = AFTERSALE_##status_                                               \
    }
#define FAILS_AFTER(status_)                                                                                 \
    {                                                                                                        \
        .verb = FAILING_COMMIT, .how = FAILING_AFTER, .status = AFTERSALE_##status_                          \
    }
#define DOES(verb_, how_)                                                                                    \
    {                                                                                                        \
        .verb = FAILING_##verb_, .how = FAILING_##how_                                                       \
    }

static const failing_plan plans[] = {
    FAILS(GET, STORE),      FAILS(GET, CORRUPT),    FAILS(GET, RETRY),        FAILS(GET, NO_MEMORY),
    FAILS(SCAN, STORE),     FAILS(SCAN, CORRUPT),   FAILS(SCAN, RETRY),       FAILS(SCAN, NO_MEMORY),
    FAILS(COMMIT, STORE),   FAILS(COMMIT, CORRUPT), FAILS(COMMIT, RETRY),     FAILS(COMMIT, CONFLICT),
    FAILS(COMMIT, UNKNOWN), FAILS(COMMIT, LIMIT),   FAILS(COMMIT, NO_MEMORY), FAILS_AFTER(UNKNOWN),
    FAILS_AFTER(STORE),     DOES(GET, REENTRY),     DOES(SCAN, REENTRY),      DOES(COMMIT, REENTRY),
};

static size_t calls[SCRIPT_STEPS][FAILING_COMMIT + 1];

static void count_calls(failing_verb verb)
{
    stage_open();
    for (size_t step = 0; step < SCRIPT_STEPS; step++) {
        stage_look(step);
        failing_store_set(&store, (failing_plan){.verb = verb});
        MUST(script_step(&stage.at, step));
        calls[step][verb] = store.calls;
        failing_store_set(&store, (failing_plan){.verb = FAILING_NONE});
    }
    stage_close();
}

static void count_all(void)
{
    stage.all = 0;
    for (int verb = FAILING_GET; verb <= FAILING_COMMIT; verb++)
        count_calls((failing_verb)verb);
    for (size_t i = 0; i < COUNT(plans); i++)
        for (size_t step = 0; step < SCRIPT_STEPS; step++)
            stage.all += calls[step][plans[i].verb];
}

/* Runs the step with a plan, whose call comes. */
static aftersale_status run_plan(size_t step, failing_plan plan)
{
    aftersale_status status;
    stage_look(step);
    store.call_back = call_back;
    failing_store_set(&store, plan);
    status = script_step(&stage.at, step);
    cr_assert_geq(store.calls, plan.at, "%s", script_step_name(step));
    failing_store_set(&store, (failing_plan){.verb = FAILING_NONE});
    return status;
}

/* What may succeed if run again is run again, but for a group, of which the host holds the inputs. */
static bool is_answer(size_t step, aftersale_status status, failing_plan plan)
{
    bool is_groups = plan.verb == FAILING_COMMIT && strcmp(script_step_name(step), "group") == 0;
    if (plan.status != AFTERSALE_RETRY)
        return status == AFTERSALE_OK || status == plan.status;
    return status == (is_groups ? AFTERSALE_CONFLICT : AFTERSALE_OK);
}

static void try_step(size_t step, failing_plan plan)
{
    aftersale_status status;
    stage_go_to(step);
    status = run_plan(step, plan);
    cr_assert(is_answer(step, status, plan), "%s, call %zu: %s for %s", script_step_name(step), plan.at,
              aftersale_status_name(status), aftersale_status_name(plan.status));
    stage_judge(step, status);
    stage_close();
}

static void try_plan(failing_plan plan)
{
    for (size_t step = 0; step < SCRIPT_STEPS; step++)
        for (plan.at = 1; plan.at <= calls[step][plan.verb]; plan.at++)
            if (stage_is_chosen())
                try_step(step, plan);
}

static void run_script(bool in_sqlite)
{
    begin(in_sqlite);
    stage_expect();
    count_all();
    for (size_t i = 0; i < COUNT(plans); i++)
        try_plan(plans[i]);
    stage_end("G2: calls of the store in commands");
}

Test(store_call, commands_in_memory)
{
    run_script(false);
}

Test(store_call, commands_in_sqlite)
{
    run_script(true);
}

/* A return without a sale looks for the customer's sales; a store that leaves them out has none. */
static bool finds_by_itself(size_t step)
{
    return strcmp(script_step_name(step), "sale_return of a part") == 0;
}

/* A store that leaves out what it holds: the command fails, or what it decided on is checked by the commit. */
static void try_short(size_t step, failing_plan plan)
{
    stage_go_to(step);
    (void)run_plan(step, plan);
    stage_keeps_quiet();
    cr_assert(stage_is_at(step) || stage_is_at(step + 1) || stage_is_within(step) || finds_by_itself(step),
              "%s, call %zu of verb %d", script_step_name(step), plan.at, (int)plan.verb);
    stage_close();
}

static void run_short(bool in_sqlite)
{
    begin(in_sqlite);
    stage_expect();
    count_all();
    for (int verb = FAILING_GET; verb <= FAILING_SCAN; verb++) {
        for (size_t step = 0; step < SCRIPT_STEPS; step++) {
            stage.tried += calls[step][verb];
            for (size_t at = 1; at <= calls[step][verb]; at++)
                try_short(step, (failing_plan){.verb = (failing_verb)verb, .how = FAILING_SHORT, .at = at});
        }
    }
    stage.all = stage.tried;
    stage_end("G2: short answers of the store");
}

Test(store_call, short_answers_in_memory)
{
    run_short(false);
}

Test(store_call, short_answers_in_sqlite)
{
    run_short(true);
}

/* Calls of the store in queries: they fail as it does, and succeed the next time. */
static void try_query(size_t i, failing_plan plan)
{
    aftersale_status status;
    if (plan.how == FAILING_REENTRY && queries[i] == query_open) /* no call on the book */
        return;
    store.call_back = call_back;
    failing_store_set(&store, plan);
    status = queries[i](&stage.at);
    failing_store_set(&store, (failing_plan){.verb = FAILING_NONE});
    cr_assert(status == plan.status || status == AFTERSALE_OK, "query %zu, call %zu: %s for %s", i, plan.at,
              aftersale_status_name(status), aftersale_status_name(plan.status));
    MUST(queries[i](&stage.at));
}

static size_t count_query(size_t i, failing_verb verb)
{
    failing_store_set(&store, (failing_plan){.verb = verb});
    MUST(queries[i](&stage.at));
    return store.calls;
}

static void run_queries(bool in_sqlite)
{
    begin(in_sqlite);
    stage_go_to(SCRIPT_STEPS);
    for (size_t i = 0; i < COUNT(queries); i++) {
        for (size_t p = 0; p < COUNT(plans); p++) {
            failing_plan plan = plans[p];
            size_t count = count_query(i, plan.verb);
            stage.all += count;
            for (plan.at = 1; plan.at <= count; plan.at++)
                try_query(i, plan);
        }
    }
    stage.tried = stage.all;
    stage_close();
    stage_end("G2: calls of the store in queries");
}

Test(store_call, queries_in_memory)
{
    run_queries(false);
}

Test(store_call, queries_in_sqlite)
{
    run_queries(true);
}

/* Where it cannot be found out the command says so, whatever the second try says; repeated it has one effect. */
Test(store_call, unknown_stays_unknown)
{
    const aftersale_status later[] = {AFTERSALE_UNKNOWN, AFTERSALE_STORE, AFTERSALE_NO_MEMORY,
                                      AFTERSALE_RETRY, AFTERSALE_LIMIT};
    begin(false);
    count_calls(FAILING_COMMIT);
    stage_expect();
    for (size_t i = 0; i < COUNT(later); i++) {
        stage_open();
        for (size_t step = 0; step < SCRIPT_STEPS; step++) {
            aftersale_status status;
            status = run_plan(step, (failing_plan){.verb = FAILING_COMMIT,
                                                   .how = i % 2 == 0 ? FAILING_AFTER : FAILING_BEFORE,
                                                   .at = 1,
                                                   .status = AFTERSALE_UNKNOWN,
                                                   .then = later[i]});
            cr_assert_eq(status, AFTERSALE_UNKNOWN, "%s: %s", script_step_name(step),
                         aftersale_status_name(status));
            MUST(script_step(&stage.at, step));
            cr_assert(stage_is_at(step + 1), "%s", script_step_name(step));
        }
        stage_close();
    }
}

/* Retries are used up, and the host is told of a conflict. */
Test(store_call, conflicts_that_never_end)
{
    const aftersale_status statuses[] = {AFTERSALE_RETRY, AFTERSALE_CONFLICT};
    begin(false);
    stage_open();
    for (size_t i = 0; i < COUNT(statuses); i++) {
        failing_store_set(
            &store,
            (failing_plan){.verb = FAILING_COMMIT, .at = 1, .status = statuses[i], .then = statuses[i]});
        MUST_BE(AFTERSALE_CONFLICT, script_step(&stage.at, 0));
        cr_assert_eq(store.calls, 20);
    }
    failing_store_set(&store, (failing_plan){.verb = FAILING_NONE});
    MUST(script_step(&stage.at, 0));
    stage_close();
}

/* What only the operator can mend is worth a line in the log, with the store's own words. */
Test(store_call, failures_are_logged)
{
    begin(false);
    stage_open();
    stage.told = 0;
    failing_store_set(
        &store,
        (failing_plan){.verb = FAILING_COMMIT, .at = 1, .status = AFTERSALE_STORE, .then = AFTERSALE_STORE});
    MUST_BE(AFTERSALE_STORE, script_step(&stage.at, 0));
    cr_assert_eq(stage.told, 1);
    cr_assert_str_eq(aftersale_book_error(book)->text, "failing: told to fail");
    cr_assert_str_eq(stage.line, "failing: told to fail");
    failing_store_set(&store, (failing_plan){.verb = FAILING_NONE});
    MUST_BE(AFTERSALE_INVALID, aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .type = 9), NULL));
    cr_assert_eq(stage.told, 1, "a wrong argument is no fault of the store");
    stage_close();
}

/* A book is made, or it is not. */
Test(store_call, opening)
{
    const aftersale_status statuses[] = {AFTERSALE_STORE, AFTERSALE_UNKNOWN, AFTERSALE_CONFLICT};
    aftersale_error error = {.struct_size = sizeof error};
    begin(false);
    stage_open();
    for (size_t i = 0; i < 2 * COUNT(statuses); i++) {
        aftersale_book *opened = NULL;
        char name[8];
        snprintf(name, sizeof name, "n%zu", i);
        failing_store_set(&store, (failing_plan){.verb = FAILING_COMMIT,
                                                 .at = 1,
                                                 .status = statuses[i / 2],
                                                 .how = i % 2 == 1 ? FAILING_AFTER : FAILING_BEFORE});
        aftersale_status status = aftersale_book_open(
            on_trial.store, AFTERSALE_ARGS(book_open, .name = name, .flags = AFTERSALE_BOOK_CREATE), &opened,
            &error);
        cr_assert((status == AFTERSALE_OK) == (opened != NULL));
        cr_assert(status == AFTERSALE_OK || error.status == status);
        aftersale_book_free(opened);
        failing_store_set(&store, (failing_plan){.verb = FAILING_NONE});
        aftersale_book_free(open_book(name));
    }
    stage_close();
}
