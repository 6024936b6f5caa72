/* SPDX-License-Identifier: MIT */
#include "program/progress.h"
#include "program/program.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BAR_WIDTH 30
#define REST_MS 100 /* between two drawings */

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A signal handler is handed nothing. */
static volatile sig_atomic_t is_stopped;

static void note_stop(int number)
{
    (void)number;
    is_stopped = 1;
}

bool progress_is_stopped(void)
{
    return is_stopped != 0;
}

void progress_begin(program *all, progress *bar, const char *what, uint64_t total)
{
    const char *terminal = getenv("TERM");
    bool is_shown =
        !all->is_quiet && isatty(STDERR_FILENO) && (terminal == NULL || strcmp(terminal, "dumb") != 0);
    struct sigaction stop = {.sa_handler = note_stop};
    *bar = (progress){.all = all, .what = what, .total = total, .is_shown = is_shown};
    all->bar = bar;
    is_stopped = 0;
    sigaction(SIGINT, &stop, &bar->before);
    if (bar->before.sa_handler == SIG_IGN)
        sigaction(SIGINT, &bar->before, NULL);
    (void)progress_at(bar, 0);
}

static void draw(progress *bar, uint64_t done)
{
    char steps[BAR_WIDTH + 1];
    if (bar->total == 0) {
        fprintf(stderr, "\r%s  %" PRIu64, bar->what, done);
        return;
    }
    done = done > bar->total ? bar->total : done;
    double share = (double)done / (double)bar->total;
    memset(steps, '.', BAR_WIDTH);
    memset(steps, '#', (size_t)(share * BAR_WIDTH));
    steps[BAR_WIDTH] = '\0';
    fprintf(stderr, "\r%s  [%s] %3d %%", bar->what, steps, (int)(share * 100));
}

bool progress_at(progress *bar, uint64_t done)
{
    int64_t now;
    if (bar->is_shown && (now = now_ms()) >= bar->drawn_at + REST_MS) {
        bar->drawn_at = now;
        bar->is_drawn = true;
        draw(bar, done);
    }
    return !progress_is_stopped();
}

void progress_hide(progress *bar)
{
    if (bar == NULL || !bar->is_drawn)
        return;
    fputs("\r\033[K", stderr);
    bar->is_drawn = false;
    bar->drawn_at = 0;
}

bool progress_end(progress *bar)
{
    progress_hide(bar);
    sigaction(SIGINT, &bar->before, NULL);
    bar->all->bar = NULL;
    return !progress_is_stopped();
}
