/* SPDX-License-Identifier: MIT */
/* Where faults are tried: a book of a chosen store, the states that the script comes to when nothing fails, and the
 * choice of what is tried. Goes with support/trial.h. */
#ifndef FAULT_STAGE_H
#define FAULT_STAGE_H
#include "support/failing_memory.h"
#include "support/failing_store.h"
#include "support/script.h"
#include "support/trial.h"

#define PARTS_MOST 32 /* of a step that is written in several commits */
#define SAMPLE 500 /* failures of a test, unless AFTERSALE_FAULTS is "all" */

static struct {
    bool in_sqlite;
    script at;
    aftersale_memory_fn memory;                     /* may be NULL */
    failing_store *failing;                         /* to lay over the store; may be NULL */
    written_text expected[SCRIPT_STEPS + 1], found; /* before each step, and at the end */
    struct {
        size_t step;
        written_text state;
    } parts[PARTS_MOST]; /* between the commits of a step */
    size_t part_count;
    size_t all, tried;                              /* failures */
    uint64_t dice;
    size_t told;    /* lines of the log */
    char line[256]; /* the last of them */
} stage;

/* S69: nothing personal is told. */
static inline void stage_log(void *user, int32_t level, const char *text)
{
    (void)user;
    stage.told += level == AFTERSALE_LOG_ERROR;
    snprintf(stage.line, sizeof stage.line, "%s", text);
    cr_assert_null(strstr(text, SCRIPT_MARK), "%s", text);
}

static inline void stage_open(void)
{
    trial_open(AFTERSALE_ARGS(context_new, .clock = trial_clock, .seed = 42, .memory = stage.memory,
                              .log = stage_log),
               stage.in_sqlite, AFTERSALE_SQLITE_OFF);
    if (stage.failing != NULL) {
        cr_assert_eq(failing_store_lay(stage.failing, on_trial.context, on_trial.store, NULL), AFTERSALE_OK);
        on_trial.store = &stage.failing->base;
    }
    book = open_book("acme");
    stage.at = (script){.book = book};
}

static inline void stage_close(void)
{
    MUST(aftersale_event_verify(book, NULL));
    trial_end();
}

/* The step is about to run: time has passed, and what it names is found. */
static inline void stage_look(size_t step)
{
    now_is("2026-11-20T10:00:00Z");
    on_trial.now.us += script_days_before(step) * INT64_C(86400000000);
    MUST(script_look(&stage.at, step));
}

static inline void stage_run(size_t step)
{
    stage_look(step);
    MUST(script_step(&stage.at, step));
}

/* A new book in which the steps before this one have been done. */
static inline void stage_go_to(size_t step)
{
    stage_open();
    for (size_t i = 0; i < step; i++)
        stage_run(i);
}

static inline void stage_expect_part(script *at)
{
    cr_assert_lt(stage.part_count, PARTS_MOST);
    stage.parts[stage.part_count].step = at->step;
    MUST(script_state_read(book, &stage.parts[stage.part_count++].state));
}

/* What the script comes to; every command must be in it. */
static inline void stage_expect(void)
{
    stage_open();
    stage.at.after_part = stage_expect_part;
    for (size_t step = 0; step < SCRIPT_STEPS; step++) {
        MUST(script_state_read(book, &stage.expected[step]));
        stage_run(step);
    }
    MUST(script_state_read(book, &stage.expected[SCRIPT_STEPS]));
    cr_assert(stage.at.advanced.missed && stage.at.advanced.released && stage.at.advanced.resumed &&
              stage.at.advanced.completed && stage.at.advanced.rebound);
    cr_assert_null(script_left_out(&stage.at), "no step of the script is %s", script_left_out(&stage.at));
    stage_close();
}

static inline bool stage_is_at(size_t step)
{
    MUST(script_state_read(book, &stage.found));
    return strcmp(stage.found.data, stage.expected[step].data) == 0;
}

/* Whether the book is as between two commits of the step. */
static inline bool stage_is_within(size_t step)
{
    bool is_within = false;
    MUST(script_state_read(book, &stage.found));
    for (size_t i = 0; i < stage.part_count && !is_within; i++)
        is_within =
            stage.parts[i].step == step && strcmp(stage.found.data, stage.parts[i].state.data) == 0;
    return is_within;
}

/* S69: no personal field is in the error. */
static inline void stage_keeps_quiet(void)
{
    const aftersale_error *error = aftersale_book_error(book);
    cr_assert_null(strstr(error->text, SCRIPT_MARK), "%s", error->text);
    for (int32_t i = 0; i < error->problem_count; i++)
        cr_assert_null(strstr(error->problems[i]->text, SCRIPT_MARK), "%s", error->problems[i]->text);
}

/* Whether this failure is tried: each is as likely, and the same ones are in every run. */
static inline bool stage_is_chosen(void)
{
    const char *wanted = getenv("AFTERSALE_FAULTS");
    bool is_chosen;
    stage.dice = stage.dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    is_chosen = (wanted != NULL && strcmp(wanted, "all") == 0) || (stage.dice >> 33) % stage.all < SAMPLE;
    stage.tried += is_chosen;
    return is_chosen;
}

/* After a failed step nothing of it is there, or what it had committed before; after a good one all of it. What failed
 * succeeds when it is tried again, and comes to the same. */
static inline void stage_judge(size_t step, aftersale_status status)
{
    stage_keeps_quiet();
    cr_assert(stage_is_at(step + (status == AFTERSALE_OK)) ||
                  (status != AFTERSALE_OK && stage_is_within(step)),
              "%s: %s, but it was%s done",
              script_step_name(step), aftersale_status_name(status), status == AFTERSALE_OK ? " not" : "");
    if (status == AFTERSALE_OK)
        return;
    MUST(script_step(&stage.at, step));
    cr_assert(stage_is_at(step + 1), "%s is not done when tried again", script_step_name(step));
}

static inline void stage_end(const char *what)
{
    printf("figure: %s, %s: %zu of %zu failures\n", what, stage.in_sqlite ? "SQLite" : "memory", stage.tried,
           stage.all);
    for (size_t i = 0; i <= SCRIPT_STEPS; i++)
        written_text_free(&stage.expected[i]);
    for (size_t i = 0; i < stage.part_count; i++)
        written_text_free(&stage.parts[i].state);
    written_text_free(&stage.found);
}
#endif
