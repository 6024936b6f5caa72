/* SPDX-License-Identifier: MIT */
/* A run on its way into another version of its plan: what the list of it shows, and what the command does (S21). */
#ifndef AS_ENGINE_MIGRATING_H
#define AS_ENGINE_MIGRATING_H
#include "engine/run.h"
#include "rules/plan_migration.h"

typedef struct as__migrating {
    aftersale_enrolment run; /* as it would be */
    as__facts before, after; /* of the run as it is, and as it would be; without limits and contacts */
    as__facts as_it_is;      /* in the other version, with the states as they are */
    const as__step *held;    /* stands in the way; NULL: nothing does */
} as__migrating;

/* Decides what becomes of it; nothing is written. The plan need not be published. @return OK; STATE, noted; NO_MEMORY, … */
aftersale_status as__migrating_decide(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                      const aftersale_enrolment *run, const aftersale_customer *customer,
                                      const as__template *plan, aftersale_time now, aftersale_time at, as__migrating *out);

/* One touch before and after. */
typedef struct as__migrated {
    const as__step *step;
    int32_t occurrence, what;             /* AFTERSALE_MIGRATION_… */
    const as__planned *before, *after;    /* NULL: it is not there */
} as__migrated;
/* The open or last touch of each step of either version, and each other that changes, with limits and contacts, those
 * ahead taken as made when due; in the unit's arena. */
aftersale_status as__migrating_list(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                    const as__migrating *migrating, as__migrated **out, size_t *count);
#endif
