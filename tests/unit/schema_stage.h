/* SPDX-License-Identifier: MIT */
/* An arena to draft in, and an owner whose memory is counted: every record must be gone at the end. */
#ifndef SCHEMA_STAGE_H
#define SCHEMA_STAGE_H
#include "schema_sample.h"
#include "support/failing_memory.h"

static as__arena arena;
static as__owner owner;
static failing_memory counted;

static inline void set_up(void)
{
    as__memory memory = {failing_memory_resize, &counted};
    counted = (failing_memory){0};
    as__arena_init(&arena, &as__memory_system);
    sample_owner(&owner, &memory);
}

static inline void tear_down(void)
{
    as__arena_free(&arena);
    cr_assert_eq(counted.held, 0, "a record was not freed");
    cr_assert_eq(counted.faults, 0);
    cr_assert_eq(atomic_load(&owner.refs), 1);
}
#endif
