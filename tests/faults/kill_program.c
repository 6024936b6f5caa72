/* SPDX-License-Identifier: MIT */
/* What kill_test.py kills: books in a file of SQLite, synced at every commit, and the script of all commands.
 *   run FILE ROUND [FOLDER]  one round of it; a line "ROUND STEP" once a step is acknowledged, and then the book's
 *                            state into FOLDER/ROUND-STEP; between the commits of a step into FOLDER/ROUND-STEP.PART
 *   state FILE               checks the book, and writes its state; nothing where there is no book */
#include "support/script.h"
#include <aftersale/sqlite.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MINUTE INT64_C(60000000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define START (INT64_C(1795168800) * 1000000) /* 2026-11-20T10:00:00Z */

static int64_t now = START;
static aftersale_context *context;
static aftersale_store *store;
static const char *states; /* folder for them; NULL: none are written */
static unsigned part;      /* of the step that runs */

static void must(aftersale_status status, const char *what, const aftersale_error *error)
{
    if (status == AFTERSALE_OK)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, aftersale_status_name(status), error != NULL ? error->text : "");
    exit(1);
}

static aftersale_status give_time(void *user, aftersale_time *out)
{
    (void)user;
    out->us = now;
    return AFTERSALE_OK;
}

/* NULL: there is none, and it is not to be made. */
static aftersale_book *open_book(const char *path, uint64_t seed, uint32_t flags)
{
    aftersale_error error = {.struct_size = sizeof error};
    aftersale_book *book = NULL;
    aftersale_status status;
    must(aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = give_time, .seed = seed), &context,
                               &error),
         "context", &error);
    must(aftersale_sqlite_open(context, path, 0, &store, &error), "open", &error);
    status =
        aftersale_book_open(store, AFTERSALE_ARGS(book_open, .name = "shop", .flags = flags), &book, &error);
    if (status != AFTERSALE_NOT_FOUND)
        must(status, "book", &error);
    return book;
}

static void close_book(aftersale_book *book)
{
    aftersale_error error = {.struct_size = sizeof error};
    aftersale_book_free(book);
    must(aftersale_store_close(store, &error), "close", &error);
    aftersale_context_free(context);
}

static void acknowledge(unsigned round, const char *step)
{
    char line[64];
    int size = snprintf(line, sizeof line, "%u %s\n", round, step);
    if (write(STDOUT_FILENO, line, (size_t)size) != size)
        exit(1);
}

static void save_state(aftersale_book *book, unsigned round, const char *step)
{
    written_text state = {NULL, 0, 0};
    char path[512];
    FILE *file;
    if (states == NULL)
        return;
    must(script_state_read(book, &state), "export", aftersale_book_error(book));
    snprintf(path, sizeof path, "%s/%u-%s", states, round, step);
    file = fopen(path, "w");
    if (file == NULL || fwrite(state.data, 1, state.size, file) != state.size || fclose(file) != 0)
        exit(1);
    written_text_free(&state);
}

static void save_part(script *at)
{
    char name[32];
    snprintf(name, sizeof name, "%zu.%u", at->step, part++);
    save_state(at->book, at->round, name);
}

static void run(const char *path, unsigned round)
{
    const int64_t start = START + (int64_t)round * (DAY + HOUR);
    script at = {.round = round, .after_part = save_part};
    now = start;
    at.book = open_book(path, round + 1, AFTERSALE_BOOK_CREATE);
    acknowledge(round, "begin");
    save_state(at.book, round, "begin");
    for (size_t step = 0; step < SCRIPT_STEPS; step++) {
        char name[8];
        now = start + script_days_before(step) * DAY + (int64_t)(step + 1) * MINUTE;
        part = 0;
        must(script_look(&at, step), script_step_name(step), aftersale_book_error(at.book));
        must(script_step(&at, step), script_step_name(step), aftersale_book_error(at.book));
        snprintf(name, sizeof name, "%zu", step);
        acknowledge(round, name);
        save_state(at.book, round, name);
        if (step == SCRIPT_STEPS / 2)
            must(aftersale_book_maintain(at.book), "maintain", aftersale_book_error(at.book));
    }
    if (script_left_out(&at) != NULL) {
        fprintf(stderr, "the script leaves out %s\n", script_left_out(&at));
        exit(1);
    }
    close_book(at.book);
}

/* Numbers of the feed have no gap, and every event is in it once. */
static void check_feed(aftersale_book *book)
{
    aftersale_cursor *list = NULL;
    const aftersale_event *event;
    int64_t number = 0;
    aftersale_status status;
    must(aftersale_event_list(book, 0, &list), "feed", aftersale_book_error(book));
    while ((status = aftersale_event_next(list, &event)) == AFTERSALE_ROW) {
        if (aftersale_event_feed(event) != ++number) {
            fprintf(stderr, "event %" PRId64 " of the feed has number %" PRId64 "\n", number,
                    aftersale_event_feed(event));
            exit(1);
        }
    }
    must(status == AFTERSALE_DONE ? AFTERSALE_OK : status, "feed", aftersale_book_error(book));
    aftersale_cursor_free(list);
}

static void print_state(const char *path)
{
    aftersale_book *book = open_book(path, 1000, 0);
    written_text state = {NULL, 0, 0};
    if (book != NULL) {
        must(aftersale_event_verify(book, NULL), "verify", aftersale_book_error(book));
        must(script_state_read(book, &state), "export", aftersale_book_error(book));
        check_feed(book);
        fwrite(state.data, 1, state.size, stdout);
        written_text_free(&state);
    }
    close_book(book);
}

int main(int count, char **words)
{
    states = count > 4 ? words[4] : NULL;
    if (count >= 4 && strcmp(words[1], "run") == 0)
        run(words[2], (unsigned)strtoul(words[3], NULL, 10));
    else if (count == 3 && strcmp(words[1], "state") == 0)
        print_state(words[2]);
    else
        return 2;
    return 0;
}
