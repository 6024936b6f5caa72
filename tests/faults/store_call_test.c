/* SPDX-License-Identifier: MIT */
/* Fails the n-th call of a store, before or after its effect: never half a command, and what may have been written is
 * written once (S3; goal G2). */
#include "support/failing_store.h"
#include "support/script.h"

static failing_store store;
static int32_t logged;
static char last_log[256];

static void note_log(void *user, int32_t level, const char *text)
{
    (void)user;
    logged += level == AFTERSALE_LOG_ERROR;
    snprintf(last_log, sizeof last_log, "%s", text);
}

static void begin(void)
{
    aftersale_error error = {.struct_size = sizeof error};
    memset(&on_trial, 0, sizeof on_trial);
    now_is("2026-11-20T10:00:00Z");
    cr_assert_eq(
        aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = trial_clock, .seed = 42, .log = note_log),
                              &on_trial.context, &error),
        AFTERSALE_OK);
    cr_assert_eq(failing_store_open(&store, on_trial.context, &error), AFTERSALE_OK, "%s", error.text);
    on_trial.store = &store.base;
    book = open_book("acme");
}

static void end(void)
{
    MUST(aftersale_event_verify(book, NULL));
    trial_end();
}

static size_t lines_of(const script_text *state)
{
    size_t lines = 0;
    for (size_t i = 0; i < state->size; i++)
        lines += state->text[i] == '\n';
    return lines;
}

/* How many records and events there are after each step when nothing fails. */
static size_t lines_after[SCRIPT_STEPS];

static void count_lines(void)
{
    static script_text state;
    begin();
    for (size_t step = 0; step < SCRIPT_STEPS; step++) {
        script_look(step);
        MUST(script_step(step));
        script_state(&state);
        lines_after[step] = lines_of(&state);
    }
    end();
}

/* Runs the step, with the plan's call the first, the second … that fails, until it succeeds. */
static void run_step(size_t step, failing_plan plan)
{
    static script_text before, after;
    aftersale_status status;
    script_look(step);
    script_state(&before);
    for (plan.at = 1;; plan.at++) {
        failing_store_set(&store, plan);
        status = script_step(step);
        failing_store_set(&store, (failing_plan){.verb = FAILING_NONE});
        cr_assert_eq(aftersale_book_error(book)->status, status);
        script_state(&after);
        if (status == AFTERSALE_OK)
            break;
        cr_assert(status == (plan.status == AFTERSALE_RETRY ? AFTERSALE_CONFLICT : plan.status),
                  "step %zu, call %zu: %s for %s", step, plan.at, aftersale_status_name(status),
                  aftersale_status_name(plan.status));
        cr_assert_str_eq(before.text, after.text, "step %zu, call %zu left something behind", step, plan.at);
        cr_assert_lt(plan.at, 200, "step %zu never succeeds", step);
    }
    cr_assert_eq(lines_of(&after), lines_after[step], "step %zu has %zu lines, not %zu", step,
                 lines_of(&after), lines_after[step]);
}

static void run_script(failing_plan plan)
{
    count_lines();
    begin();
    for (size_t step = 0; step < SCRIPT_STEPS; step++)
        run_step(step, plan);
    cr_assert_gt(store.failed, 20, "%zu calls have failed", store.failed);
    end();
}

Test(store_call, get_fails)
{
    const aftersale_status statuses[] = {AFTERSALE_STORE, AFTERSALE_CORRUPT, AFTERSALE_RETRY,
                                         AFTERSALE_NO_MEMORY};
    for (size_t i = 0; i < COUNT(statuses); i++)
        run_script((failing_plan){.verb = FAILING_GET, .status = statuses[i]});
}

Test(store_call, scan_fails)
{
    const aftersale_status statuses[] = {AFTERSALE_STORE, AFTERSALE_CORRUPT, AFTERSALE_RETRY};
    for (size_t i = 0; i < COUNT(statuses); i++)
        run_script((failing_plan){.verb = FAILING_SCAN, .status = statuses[i]});
}

Test(store_call, commit_fails_before_its_effect)
{
    const aftersale_status statuses[] = {AFTERSALE_STORE,    AFTERSALE_CORRUPT, AFTERSALE_RETRY,
                                         AFTERSALE_CONFLICT, AFTERSALE_UNKNOWN, AFTERSALE_NO_MEMORY,
                                         AFTERSALE_LIMIT};
    for (size_t i = 0; i < COUNT(statuses); i++)
        run_script((failing_plan){.verb = FAILING_COMMIT, .status = statuses[i]});
}

/* An error after the effect is found out: the command succeeds, and has happened once. */
Test(store_call, commit_fails_after_its_effect)
{
    const aftersale_status statuses[] = {AFTERSALE_UNKNOWN, AFTERSALE_STORE};
    for (size_t i = 0; i < COUNT(statuses); i++)
        run_script((failing_plan){.verb = FAILING_COMMIT, .status = statuses[i], .is_after = true});
}

/* Where it cannot be found out the command says so, whatever the second try says; repeated it has one effect. */
Test(store_call, unknown_stays_unknown)
{
    const aftersale_status later[] = {AFTERSALE_UNKNOWN, AFTERSALE_STORE, AFTERSALE_NO_MEMORY,
                                      AFTERSALE_RETRY, AFTERSALE_LIMIT};
    static script_text state;
    count_lines();
    for (size_t i = 0; i < COUNT(later); i++) {
        begin();
        for (size_t step = 0; step < 9; step++) {
            failing_store_set(&store, (failing_plan){.verb = FAILING_COMMIT,
                                                     .at = 1,
                                                     .status = AFTERSALE_UNKNOWN,
                                                     .then = later[i],
                                                     .is_after = i % 2 == 0});
            MUST_BE(AFTERSALE_UNKNOWN, script_step(step));
            failing_store_set(&store, (failing_plan){.verb = FAILING_NONE});
            MUST(script_step(step));
            script_state(&state);
            cr_assert_eq(lines_of(&state), lines_after[step], "step %zu", step);
        }
        end();
    }
}

/* Retries are used up, and the host is told of a conflict. */
Test(store_call, conflicts_that_never_end)
{
    const aftersale_status statuses[] = {AFTERSALE_RETRY, AFTERSALE_CONFLICT};
    begin();
    for (size_t i = 0; i < COUNT(statuses); i++) {
        failing_store_set(
            &store,
            (failing_plan){.verb = FAILING_COMMIT, .at = 1, .status = statuses[i], .then = statuses[i]});
        MUST_BE(AFTERSALE_CONFLICT, script_step(0));
        cr_assert_eq(store.calls, 20);
    }
    failing_store_set(&store, (failing_plan){.verb = FAILING_NONE});
    MUST(script_step(0));
    end();
}

/* What only the operator can mend is worth a line in the log, with the store's own words. */
Test(store_call, failures_are_logged)
{
    begin();
    logged = 0;
    failing_store_set(
        &store,
        (failing_plan){.verb = FAILING_COMMIT, .at = 1, .status = AFTERSALE_STORE, .then = AFTERSALE_STORE});
    MUST_BE(AFTERSALE_STORE, script_step(0));
    cr_assert_eq(logged, 1);
    cr_assert_str_eq(last_log, "failing: told to fail");
    cr_assert_str_eq(aftersale_book_error(book)->text, last_log);
    failing_store_set(&store, (failing_plan){.verb = FAILING_NONE});
    MUST_BE(AFTERSALE_INVALID, aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .type = 9), NULL));
    cr_assert_eq(logged, 1, "a wrong argument is no fault of the store");
    end();
}

/* A book is made, or it is not. */
Test(store_call, opening)
{
    const aftersale_status statuses[] = {AFTERSALE_STORE, AFTERSALE_UNKNOWN, AFTERSALE_CONFLICT};
    aftersale_error error = {.struct_size = sizeof error};
    begin();
    for (size_t i = 0; i < 2 * COUNT(statuses); i++) {
        aftersale_book *opened = NULL;
        char name[8];
        snprintf(name, sizeof name, "n%zu", i);
        failing_store_set(
            &store, (failing_plan){
                        .verb = FAILING_COMMIT, .at = 1, .status = statuses[i / 2], .is_after = i % 2 == 1});
        aftersale_status status = aftersale_book_open(
            on_trial.store, AFTERSALE_ARGS(book_open, .name = name, .flags = AFTERSALE_BOOK_CREATE), &opened,
            &error);
        cr_assert((status == AFTERSALE_OK) == (opened != NULL));
        cr_assert(status == AFTERSALE_OK || error.status == status);
        aftersale_book_free(opened);
        failing_store_set(&store, (failing_plan){.verb = FAILING_NONE});
        aftersale_book_free(open_book(name));
    }
    end();
}
