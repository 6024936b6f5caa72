/* SPDX-License-Identifier: MIT */
#include "base/struct_take.h"
#include "engine/engine.h"
#include "value/date.h"
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <uuid/uuid.h>

#define DAY_SECONDS INT64_C(86400)
/* Of the arguments, as they were in their first version. */
#define FIRST_SIZE (offsetof(aftersale_context_new_args, zone_folder) + sizeof(const char *))

static aftersale_status system_clock(void *user, aftersale_time *out)
{
    struct timespec now;
    (void)user;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return AFTERSALE_CALLBACK;
    out->us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
    return AFTERSALE_OK;
}

/* A version 4 UUID has 122 random bits: of its 16 bytes those at 6 and 8 are not whole, so they are left out. */
static aftersale_status system_random(void *user, void *out, size_t size)
{
    unsigned char *bytes = out;
    (void)user;
    while (size != 0) {
        uuid_t drawn;
        size_t piece = size < 6 ? size : 6;
        uuid_generate_random(drawn);
        memcpy(bytes, drawn, piece);
        bytes += piece;
        size -= piece;
    }
    return AFTERSALE_OK;
}

static void system_pause(void *user, int64_t us)
{
    struct timespec pause = {(time_t)(us / 1000000), (long)(us % 1000000 * 1000)};
    (void)user;
    nanosleep(&pause, NULL);
}

/* splitmix64: a stream that follows the seed and nothing else. */
static uint64_t seeded_next(aftersale_context *context)
{
    uint64_t z =
        atomic_fetch_add(&context->seed_state, UINT64_C(0x9E3779B97F4A7C15)) + UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static void context_gone(as__owner *owner)
{
    aftersale_context *context = (aftersale_context *)owner;
    as__memory memory = owner->memory;
    as__zones_free(context->zones);
    as__memory_give(&memory, context, sizeof *context);
}

static void fill(aftersale_context *context, const aftersale_context_new_args *args)
{
    context->clock = args->clock != NULL ? args->clock : system_clock;
    context->clock_user = args->clock_user;
    context->random = args->random != NULL ? args->random : system_random;
    context->random_user = args->random_user;
    context->committed = args->committed;
    context->committed_user = args->committed_user;
    context->log = args->log;
    context->log_user = args->log_user;
    context->pause = args->pause != NULL ? args->pause : system_pause;
    context->pause_user = args->pause_user;
    context->is_seeded = args->seed != 0;
    atomic_init(&context->seed_state, args->seed);
    context->process = getpid();
}

/* Rules of RFC 5545, by days for the host and by seconds of a wall clock for the rules of plans. */

static bool is_rule(void *user, const char *rule)
{
    const aftersale_rule_reader *reader = user;
    return reader->check(reader->user, rule, NULL) == AFTERSALE_OK;
}

static bool nth_of_rule(void *user, const char *rule, int64_t start, int32_t n, int64_t *civil_seconds)
{
    const aftersale_rule_reader *reader = user;
    int64_t second = (start % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS;
    int64_t day = (start - second) / DAY_SECONDS;
    aftersale_date from, found = {0, 0, 0};
    if (day < INT32_MIN || day > INT32_MAX || !as__date_from_days((int32_t)day, &from))
        return false;
    if (reader->nth(reader->user, rule, from, as__daytime_from_seconds((int32_t)second), n, &found) !=
            AFTERSALE_OK ||
        !as__date_valid(found))
        return false;
    *civil_seconds = as__days_from_date(found) * DAY_SECONDS + second;
    return true;
}

static aftersale_status take_rules(aftersale_context *context, const aftersale_rule_reader *given,
                                   aftersale_error *error)
{
    if (given == NULL)
        return AFTERSALE_OK;
    if (as__struct_take(given, sizeof *given, sizeof *given, &context->rules) != AFTERSALE_OK)
        return aftersale_error_set(error, AFTERSALE_ABI, AS__MESSAGE_ABI,
                                   as__struct_fault(given, sizeof *given));
    if (given->check == NULL || given->nth == NULL)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_REQUIRED,
                                   "rules: check and nth must be given");
    context->rule_reader = (as__rule_reader){&context->rules, is_rule, nth_of_rule};
    return AFTERSALE_OK;
}

aftersale_status aftersale_context_new(const aftersale_context_new_args *args, aftersale_context **out,
                                       aftersale_error *error)
{
    aftersale_context_new_args given;
    as__memory memory = as__memory_system;
    aftersale_context *context;
    aftersale_status status;
    memset(&given, 0, sizeof given);
    if (out == NULL)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_REQUIRED, "out must be given");
    *out = NULL;
    if (args != NULL && as__struct_take(args, FIRST_SIZE, sizeof given, &given) != AFTERSALE_OK)
        return aftersale_error_set(error, AFTERSALE_ABI, AS__MESSAGE_ABI,
                                   as__struct_fault(args, sizeof given));
    if (given.memory != NULL)
        memory = (as__memory){given.memory, given.memory_user};
    context = as__memory_take(&memory, sizeof *context);
    if (context == NULL)
        return aftersale_error_set(error, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    context->owner.memory = memory;
    context->owner.gone = context_gone;
    atomic_init(&context->owner.refs, 1);
    fill(context, &given);
    status = take_rules(context, given.rules, error);
    if (status != AFTERSALE_OK) {
        as__memory_give(&memory, context, sizeof *context);
        return status;
    }
    status = as__zones_new(&context->owner.memory, given.zone, given.zone_user, given.zone_folder,
                           &context->zones);
    if (status != AFTERSALE_OK) {
        as__memory_give(&memory, context, sizeof *context);
        return aftersale_error_set(error, status, AS__MESSAGE_NO_MEMORY, NULL);
    }
    *out = context;
    return AFTERSALE_OK;
}

void aftersale_context_free(aftersale_context *context)
{
    if (context != NULL)
        as__owner_drop(&context->owner);
}

aftersale_status as__context_use(aftersale_context *context, aftersale_context **out)
{
    if (context == NULL)
        return aftersale_context_new(NULL, out, NULL);
    if (as__context_is_forked(context))
        return AFTERSALE_INVALID;
    as__owner_keep(&context->owner);
    *out = context;
    return AFTERSALE_OK;
}

void as__context_drop(aftersale_context *context)
{
    as__owner_drop(&context->owner);
}

aftersale_status as__context_now(aftersale_context *context, aftersale_time *out)
{
    aftersale_status status = context->clock(context->clock_user, out);
    return status == AFTERSALE_OK ? AFTERSALE_OK : AFTERSALE_CALLBACK;
}

aftersale_status as__context_random(aftersale_context *context, void *out, size_t size)
{
    unsigned char *bytes = out;
    if (!context->is_seeded)
        return context->random(context->random_user, out, size) == AFTERSALE_OK ? AFTERSALE_OK
                                                                                : AFTERSALE_CALLBACK;
    for (size_t i = 0; i < size; i += 8) {
        uint64_t number = seeded_next(context);
        memcpy(bytes + i, &number, size - i < 8 ? size - i : 8);
    }
    return AFTERSALE_OK;
}

const as__rule_reader *as__context_rules(const aftersale_context *context)
{
    return context->rules.nth != NULL ? &context->rule_reader : NULL;
}

bool as__context_is_forked(const aftersale_context *context)
{
    return context->process != getpid();
}

void *aftersale_context_memory(aftersale_context *context, void *pointer, size_t old_size, size_t new_size)
{
    const as__memory *memory = context != NULL ? &context->owner.memory : &as__memory_system;
    if (new_size == 0) {
        as__memory_give(memory, pointer, old_size);
        return NULL;
    }
    return pointer == NULL ? as__memory_take(memory, new_size)
                           : as__memory_grow(memory, pointer, old_size, new_size);
}
