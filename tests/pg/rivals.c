/* SPDX-License-Identifier: MIT */
#include "rivals.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAUSE_FIRST 500000u /* nanoseconds */
#define PAUSE_DOUBLINGS 6

static int done_pipe[2]; /* at its end when the others have ended */

void tally_add(tally *sum, const tally *one)
{
    sum->changes += one->changes;
    sum->sales += one->sales;
    sum->payments += one->payments;
    sum->paid += one->paid;
    sum->refused += one->refused;
    sum->moves += one->moves;
    sum->skipped += one->skipped;
    sum->looks += one->looks;
    sum->cycles += one->cycles;
    sum->events += one->events;
    sum->twice += one->twice;
    sum->gaps += one->gaps;
    sum->overtaken += one->overtaken;
    sum->unread += one->unread;
    sum->tries += one->tries;
    sum->most_tries = one->most_tries > sum->most_tries ? one->most_tries : sum->most_tries;
    sum->broken += one->broken;
}

uint64_t rival_random(uint64_t *state, uint64_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state % below;
}

void rival_pause(uint64_t *random, int64_t tries)
{
    int64_t doublings = tries < PAUSE_DOUBLINGS ? tries : PAUSE_DOUBLINGS;
    struct timespec pause = {.tv_nsec = (long)rival_random(random, (uint64_t)PAUSE_FIRST << doublings)};
    nanosleep(&pause, NULL);
}

bool rivals_are_done(void)
{
    struct pollfd end = {.fd = done_pipe[0], .events = POLLIN};
    return poll(&end, 1, 0) != 0;
}

/* A tally is shorter than what a pipe takes in one piece, so that those of several processes do not mix. */
static pid_t begin(size_t number, rival_fn work, int report)
{
    pid_t child = fork();
    if (child == 0) {
        tally mine = {0};
        close(done_pipe[1]);
        work(number, &mine);
        _exit(write(report, &mine, sizeof mine) == (ssize_t)sizeof mine ? 0 : 1);
    }
    return child;
}

static bool ended_well(pid_t child)
{
    int status = -1;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status == 0;
}

/* All may report before anybody reads: a pipe takes much more than a few tallies. */
bool rivals_run(size_t count, rival_fn work, rival_fn watch, tally *sum)
{
    int report[2];
    pid_t workers[64], watcher;
    bool is_well = true;
    tally one;
    if (count > sizeof workers / sizeof *workers || pipe(report) != 0 || pipe(done_pipe) != 0)
        return false;
    fflush(stdout);
    watcher = begin(count, watch, report[1]);
    for (size_t i = 0; i < count; i++)
        workers[i] = begin(i, work, report[1]);
    for (size_t i = 0; i < count; i++)
        is_well = ended_well(workers[i]) && is_well;
    close(done_pipe[1]);
    is_well = ended_well(watcher) && is_well;
    close(report[1]);
    while (read(report[0], &one, sizeof one) == (ssize_t)sizeof one)
        tally_add(sum, &one);
    close(report[0]);
    close(done_pipe[0]);
    return is_well;
}
