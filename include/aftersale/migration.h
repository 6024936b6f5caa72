/* SPDX-License-Identifier: MIT */
/** @file migration.h  From one version of a plan to another (S21). What an edit would do to all: impact.h.
 *
 * A version never changes and an enrolment keeps its own, so publishing alone moves nothing. A migration takes one
 * enrolment over; its list says before what becomes of each touch. Step keys are the identity: what was made stays
 * made whatever the new version says of its step, and is never made twice. docs/plans.md has the rules. */
#ifndef AFTERSALE_MIGRATION_H
#define AFTERSALE_MIGRATION_H
#include "cursor.h"
AFTERSALE_BEGIN
/** What becomes of a touch. */
enum {
    AFTERSALE_MIGRATION_KEPT = 1,    /**< it stays as it is, one that is settled too */
    AFTERSALE_MIGRATION_MOVED = 2,   /**< it is due at another time, waits, or no longer waits; what was made before it had a
                                      *   date has one now */
    AFTERSALE_MIGRATION_ADDED = 3,   /**< it comes; state CANCELLED: its day is over, and it is left out, or a
                                      *   contact made in another plan covers it */
    AFTERSALE_MIGRATION_DROPPED = 4, /**< it will not be made */
    AFTERSALE_MIGRATION_HELD = 5     /**< somebody holds it, it was agreed with the customer, or it is an open case, and its
                                      *   step is gone: while that is so, aftersale_plan_migrate() refuses */
};
/** Which migration. */
typedef struct aftersale_migration_list_args {
    size_t struct_size;       /**< filled in by AFTERSALE_ARGS */
    aftersale_link enrolment; /**< required, by id */
    int32_t version;          /**< version to go to, older or newer; default: newest */
} aftersale_migration_list_args;
/** What aftersale_plan_migrate() would do now: the open or last touch of each step of either version, and each other that
 *  changes, in the order of the steps of the new one and then of the old. States and due times are those of
 *  aftersale_touch_list(), which takes contacts ahead as made when due: a touch that it does not show differently
 *  afterwards is kept or not listed. Nothing is written. A plan that is over, or in that version already, keeps all.
 *  @param[out] out owned
 *  @return OK, NOT_FOUND (enrolment, version), STATE (a step repeats by a rule that this context cannot read) */
AFTERSALE_API aftersale_status aftersale_migration_list(aftersale_book *book, const aftersale_migration_list_args *args,
                                                        aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_migration_next(aftersale_cursor *cursor, const aftersale_migration **out);
/** Arguments of aftersale_plan_migrate(). */
typedef struct aftersale_plan_migrate_args {
    size_t struct_size;       /**< filled in by AFTERSALE_ARGS */
    aftersale_link enrolment; /**< required, by id */
    int32_t version;          /**< version to go to, older or newer; default: newest */
    aftersale_time at;        /**< default now */
    const char *idempotency;  /**< your key of this very call */
} aftersale_plan_migrate_args;
/** Takes an enrolment over to another version of its plan, as aftersale_migration_list() says. One that is in that version
 *  already stays, and nothing is done. A plan with nothing left to do there is completed. @param[out] out id of the enrolment, may be NULL
 *  @return OK; NOT_FOUND; STATE: it is over, or a touch is held or agreed or a case open whose step the version does
 *  not have (the error names it), or a step repeats by a rule that this context cannot read */
AFTERSALE_API aftersale_status aftersale_plan_migrate(aftersale_book *book, const aftersale_plan_migrate_args *args,
                                                      aftersale_id *out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_MIGRATION_TOUCH = 1, AFTERSALE_FIELD_MIGRATION_ENROLMENT = 2,
    AFTERSALE_FIELD_MIGRATION_CUSTOMER = 3, AFTERSALE_FIELD_MIGRATION_STEP = 4,
    AFTERSALE_FIELD_MIGRATION_OCCURRENCE = 5, AFTERSALE_FIELD_MIGRATION_WHAT = 6,
    AFTERSALE_FIELD_MIGRATION_DUE_BEFORE = 7, AFTERSALE_FIELD_MIGRATION_DUE_AFTER = 8,
    AFTERSALE_FIELD_MIGRATION_STATE_BEFORE = 9, AFTERSALE_FIELD_MIGRATION_STATE_AFTER = 10,
    AFTERSALE_FIELD_MIGRATION_VERSION_BEFORE = 11, AFTERSALE_FIELD_MIGRATION_VERSION_AFTER = 12
};
/** @name Fields of a migration
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** The touch. */
AFTERSALE_API aftersale_id aftersale_migration_touch(const aftersale_migration *migration);
/** Run it belongs to. */
AFTERSALE_API aftersale_id aftersale_migration_enrolment(const aftersale_migration *migration);
/** With whom. */
AFTERSALE_API aftersale_id aftersale_migration_customer(const aftersale_migration *migration);
/** Key of the step. */
AFTERSALE_API const char *aftersale_migration_step(const aftersale_migration *migration);
/** Which occurrence, from 1. */
AFTERSALE_API int32_t aftersale_migration_occurrence(const aftersale_migration *migration);
/** What becomes of it. */
AFTERSALE_API int32_t aftersale_migration_what(const aftersale_migration *migration);
/** When it is due in the version of the run; not given: waits, or is not there. */
AFTERSALE_API aftersale_time aftersale_migration_due_before(const aftersale_migration *migration);
/** When it is due in the other version; not given: waits, or is no more. */
AFTERSALE_API aftersale_time aftersale_migration_due_after(const aftersale_migration *migration);
/** Where it stands in the version of the run; not given: it is not there. */
AFTERSALE_API int32_t aftersale_migration_state_before(const aftersale_migration *migration);
/** Where it stands in the other version; not given: it is no more. */
AFTERSALE_API int32_t aftersale_migration_state_after(const aftersale_migration *migration);
/** Version of the run. */
AFTERSALE_API int32_t aftersale_migration_version_before(const aftersale_migration *migration);
/** The other version. */
AFTERSALE_API int32_t aftersale_migration_version_after(const aftersale_migration *migration);
/** @} */
AFTERSALE_END
#endif
