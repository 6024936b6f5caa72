/* SPDX-License-Identifier: MIT */
/* histories COUNT [FIRST [EVERY]]: plays so many, from a seed on, in memory; each EVERY-th also in a SQLite file that is
 * opened again, whose export must be the same to the byte. Says a digest of all exports, which is the same on every
 * machine and by every compiler (S2). Ends with 1 at the first history in which a rule was broken. */
#include "histories.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAYS 70

static uint64_t add_to_digest(uint64_t digest, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++)
        digest = (digest ^ bytes[i]) * UINT64_C(0x100000001b3);
    return digest;
}

static int take_export(void *user, const char *data, size_t size)
{
    uint64_t *digest = user;
    *digest = add_to_digest(*digest, data, size);
    return 0;
}

/* False: it could not be played. */
static bool play(history *h, uint64_t seed, bool on_sqlite, uint64_t *digest)
{
    memset(h, 0, sizeof *h);
    h->drawn = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
    *digest = UINT64_C(0xcbf29ce484222325);
    bool is_played = clocked_book_open(&h->at, on_sqlite, seed) && history_play(h, DAYS);
    if (is_played && on_sqlite)
        is_played = clocked_book_reopen(&h->at);
    is_played = is_played &&
                aftersale_export(h->at.book, AFTERSALE_ARGS(export, .flags = AFTERSALE_EXPORT_EVENTS),
                                 take_export, digest) == AFTERSALE_OK &&
                aftersale_event_verify(h->at.book, NULL) == AFTERSALE_OK;
    clocked_book_close(&h->at);
    plain_free(&h->rules, h->customers, CUSTOMERS);
    return is_played;
}

int main(int argc, char **argv)
{
    static history h;
    uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 1,
             first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    uint64_t every = argc > 3 ? strtoull(argv[3], NULL, 10) : 0, digest, other, all = 0;
    long given = 0, made = 0;
    for (uint64_t seed = first; seed < first + count; seed++) {
        bool is_played = play(&h, seed, false, &digest);
        given += h.given;
        made += h.made;
        if (!is_played || h.faults != 0) {
            printf("history %llu: %s\n", (unsigned long long)seed, h.faults != 0 ? h.fault : "not played");
            return 1;
        }
        if (every != 0 && seed % every == 0 && (!play(&h, seed, true, &other) || other != digest)) {
            printf("history %llu: SQLite has it otherwise than memory\n", (unsigned long long)seed);
            return 1;
        }
        all = add_to_digest(all, &digest, sizeof digest);
    }
    printf("%llu histories, %ld touches given, %ld made, no rule broken; digest %016llx\n",
           (unsigned long long)count, given, made, (unsigned long long)all);
    return 0;
}
