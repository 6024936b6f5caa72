/* SPDX-License-Identifier: MIT */
/* S3, S67: sixteen processes on the same customers, one budget, one tree of referrals and one feed, over
 * PostgreSQL. No acknowledged change is lost, the budget is never overdrawn, no cycle can be seen at any
 * time, and whoever follows the feed reads every event once and in order. */
#include "desk.h"
#include "ledger.h"
#include "pg_server.h"
#include "pg_store.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define WRITERS 16
#define ROUNDS 200
#define FOLLOW_EVERY 10
#define BUDGET 27000 /* about four fifths of what all would pay together, so that the last ones are refused */

typedef struct place_of_work {
    aftersale_store *store;
    desk desk;
    ledger ledger;
} place_of_work;

static bool open_store(aftersale_store **out)
{
    if (pg_store_open(pg_server_address(), "rivals", out) != AFTERSALE_OK)
        return false;
    return aftersale_store_attach(NULL, *out, NULL) == AFTERSALE_OK;
}

static place_of_work *begin(uint64_t seed)
{
    place_of_work *my = calloc(1, sizeof *my);
    if (my == NULL || !open_store(&my->store) || !desk_begin(&my->desk, my->store, seed)) {
        fprintf(stderr, "the store or the book does not open\n");
        exit(1);
    }
    ledger_begin(&my->ledger, my->store, seed);
    return my;
}

static void end(place_of_work *my)
{
    ledger_end(&my->ledger);
    desk_end(&my->desk);
    aftersale_store_free(my->store);
    free(my);
}

static void work(size_t number, tally *out)
{
    place_of_work *my = begin(1 + number);
    tally read = {0}; /* what each reads of the feed is judged, but counted once, by the one who watches */
    for (int64_t i = 0; i < ROUNDS; i++) {
        desk_change(&my->desk, out);
        desk_sell(&my->desk, number, i, out);
        ledger_pay(&my->ledger, (uint64_t)((int64_t)number * ROUNDS + i + 1), out);
        ledger_move(&my->ledger, out);
        if (i % FOLLOW_EVERY == 0)
            desk_follow(&my->desk, &read);
    }
    desk_close(&my->desk, &read);
    read.events = 0;
    tally_add(out, &read);
    end(my);
}

static void watch(size_t number, tally *out)
{
    place_of_work *my = begin(1 + number);
    bool is_last;
    do {
        is_last = rivals_are_done();
        desk_follow(&my->desk, out);
        ledger_look(&my->ledger, out);
    } while (!is_last);
    desk_close(&my->desk, out);
    end(my);
}

static int failures;

static void expect(const char *what, int64_t expected, int64_t seen)
{
    printf("%-40s %8" PRId64 "%s\n", what, seen, expected == seen ? "" : "  WRONG");
    if (expected != seen) {
        printf("    expected %" PRId64 "\n", expected);
        failures++;
    }
}

/* What stood before, and must be read by whoever follows the feed: the book's events and the customers'. */
static int64_t make(void)
{
    tally first = {0};
    place_of_work *my = begin(1);
    if (!desk_make(&my->desk) || !ledger_make(&my->ledger, BUDGET)) {
        printf("FAILED: nothing to work on\n");
        exit(1);
    }
    desk_follow(&my->desk, &first);
    end(my);
    return first.events;
}

static void judge(int64_t before, const tally *sum)
{
    place_of_work *my = begin(1);
    tally all = {0};
    int64_t left = 0, booked = 0;
    int64_t count = desk_count(&my->desk);
    expect("ledger readable", 1, ledger_sum(&my->ledger, &left, &booked));
    desk_follow(&my->desk, &all);
    desk_close(&my->desk, &all);
    printf("%" PRId64 " changes, %" PRId64 " sales, %" PRId64 " payments (%" PRId64 " refused), %" PRId64
           " moves (%" PRId64 " would close a cycle), %" PRId64 " snapshots; %" PRId64
           " tries met another, at most %" PRId64 " for one command\n",
           sum->changes, sum->sales, sum->payments, sum->refused, sum->moves, sum->skipped, sum->looks,
           sum->tries, sum->most_tries);
    expect("answers nobody expects", 0, sum->broken + all.broken);
    expect("changes acknowledged", WRITERS * ROUNDS, sum->changes);
    expect("changes lost", 0, sum->changes - count);
    expect("paid beyond the budget", 0, sum->paid > BUDGET ? sum->paid - BUDGET : 0);
    expect("budget that is left", BUDGET - sum->paid, left);
    expect("booked", sum->paid, booked);
    expect("snapshots with a cycle", 0, sum->cycles);
    expect("events in the feed", before + sum->changes + sum->sales, all.events);
    expect("events followed", all.events, sum->events);
    expect("unread", 0, sum->unread + all.unread);
    expect("read twice", 0, sum->twice + all.twice);
    expect("gaps", 0, sum->gaps + all.gaps);
    expect("overtaken", 0, sum->overtaken + all.overtaken);
    end(my);
}

int main(void)
{
    tally sum = {0};
    int64_t before;
    pg_server_start();
    before = make();
    if (!rivals_run(WRITERS, work, watch, &sum)) {
        printf("FAILED: a process did not end well\n");
        return 1;
    }
    judge(before, &sum);
    return failures != 0;
}
