/* SPDX-License-Identifier: MIT */
#include "engine/lanes.h"
#include <string.h>

void as__lanes_init(as__lanes *lanes)
{
    pthread_mutex_init(&lanes->lock, NULL);
    pthread_cond_init(&lanes->left, NULL);
}

void as__lanes_end(as__lanes *lanes)
{
    pthread_cond_destroy(&lanes->left);
    pthread_mutex_destroy(&lanes->lock);
}

static size_t lane_of(const aftersale_key *key)
{
    return (size_t)((key->book ^ key->root) * UINT64_C(0x9E3779B97F4A7C15) >> 32) % AS__LANES;
}

/* Lanes of the roots written. @return false: all of them are held already */
static bool find_wanted(const as__lane_hold *hold, const as__unit *unit, bool wanted[AS__LANES])
{
    bool more = false;
    memset(wanted, 0, AS__LANES * sizeof *wanted);
    for (size_t i = 0; i < unit->root_count; i++) {
        aftersale_key key;
        if (!as__unit_root_written(unit, i, &key))
            continue;
        wanted[lane_of(&key)] = true;
        more = more || !hold->is_held[lane_of(&key)];
    }
    return more;
}

void as__lanes_look(as__lane_hold *hold)
{
    hold->since = atomic_load(&hold->of->writers);
}

/* One after another in one order, so that two who want several never wait for each other. */
bool as__lanes_take(as__lane_hold *hold, const as__unit *unit)
{
    as__lanes *lanes = hold->of;
    bool wanted[AS__LANES], fresh = true;
    if (!find_wanted(hold, unit, wanted))
        return true;
    as__lanes_leave(hold);
    pthread_mutex_lock(&lanes->lock);
    for (size_t i = 0; i < AS__LANES; i++) {
        if (!wanted[i])
            continue;
        while (lanes->is_taken[i])
            pthread_cond_wait(&lanes->left, &lanes->lock);
        lanes->is_taken[i] = hold->is_held[i] = true;
        fresh = fresh && lanes->last[i] <= hold->since;
    }
    pthread_mutex_unlock(&lanes->lock);
    return fresh;
}

void as__lanes_leave(as__lane_hold *hold)
{
    as__lanes *lanes = hold->of;
    bool held = false;
    uint64_t number;
    for (size_t i = 0; i < AS__LANES && !held; i++)
        held = hold->is_held[i];
    if (!held)
        return;
    pthread_mutex_lock(&lanes->lock);
    number = atomic_fetch_add(&lanes->writers, 1) + 1;
    for (size_t i = 0; i < AS__LANES; i++) {
        if (!hold->is_held[i])
            continue;
        lanes->last[i] = number;
        lanes->is_taken[i] = hold->is_held[i] = false;
    }
    pthread_cond_broadcast(&lanes->left);
    pthread_mutex_unlock(&lanes->lock);
}
