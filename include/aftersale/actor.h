/* SPDX-License-Identifier: MIT */
/** @file actor.h  Actors: the people on the seller's side (S76). Owners and doers are named by an actor's ref; a name
 *  that no actor has works too, it only has no manager, no absence and no phone number. */
#ifndef AFTERSALE_ACTOR_H
#define AFTERSALE_ACTOR_H
#include "cursor.h"
AFTERSALE_BEGIN
/** Days away. */
typedef struct aftersale_absence {
    aftersale_date from;  /**< required: first day away */
    aftersale_date until; /**< required: first day back */
    const char *reason;   /**< your own word */
} aftersale_absence;
/** Several of them; write it with AFTERSALE_LIST(absence, …). */
typedef struct aftersale_absences {
    const aftersale_absence *items; /**< NULL with count 0: not given */
    size_t count;                   /**< how many */
    size_t item_size;               /**< sizeof(aftersale_absence), so that items may grow */
} aftersale_absences;
/** Arguments of aftersale_actor_put(). */
typedef struct aftersale_actor_put_args {
    size_t struct_size;          /**< filled in by AFTERSALE_ARGS */
    const char *ref;             /**< required: the word owners are named by, 1 to 255 bytes */
    uint32_t flags;              /**< AFTERSALE_PUT_NEW */
    const char *name;            /**< printed on the written plan as whom to call */
    const char *team;            /**< your own word */
    const char *manager;         /**< ref of the actor they report to */
    aftersale_texts roles;       /**< roles that steps may name as owner: "office", "manager" */
    const char *phone;           /**< how customers reach them, as printed on the written plan */
    const char *fallback;        /**< ref of the actor who steps in while they are away; where that one is away too, the
                                  *   fallback's fallback does, and so on */
    aftersale_absences absences; /**< given, they replace all */
    aftersale_texts hours;       /**< when they work: "mon-fri 09:00-17:00" */
    const char *region;          /**< ISO 3166-2, for holidays */
    const char *extra;           /**< your own fields, a JSON object */
    aftersale_fields clear;      /**< fields to empty: AFTERSALE_FIELD_ACTOR_… */
    uint64_t expect;             /**< revision you read; 0: any */
    aftersale_time at;           /**< default now */
    const char *idempotency;     /**< your key of this very call */
} aftersale_actor_put_args;
/** Makes an actor, or changes the fields given. @param[out] out its id, may be NULL
 *  @return OK, EXISTS, CONFLICT, INVALID */
AFTERSALE_API aftersale_status aftersale_actor_put(aftersale_book *book, const aftersale_actor_put_args *args,
                                                   aftersale_id *out);
/** One actor. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_actor_get(aftersale_book *book, aftersale_id id, const aftersale_actor **out);
/** The same by ref. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_actor_find(aftersale_book *book, const char *ref, const aftersale_actor **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_actor_free(const aftersale_actor *actor);
/** Which actors. */
typedef struct aftersale_actor_list_args {
    size_t struct_size;   /**< filled in by AFTERSALE_ARGS */
    const char *bookmark; /**< go on from here */
} aftersale_actor_list_args;
/** All actors. @param args NULL: all @param[out] out owned @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_actor_list(aftersale_book *book, const aftersale_actor_list_args *args,
                                                    aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_actor_next(aftersale_cursor *cursor, const aftersale_actor **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_ACTOR_ID = 1, AFTERSALE_FIELD_ACTOR_REF = 2, AFTERSALE_FIELD_ACTOR_NAME = 3,
    AFTERSALE_FIELD_ACTOR_TEAM = 4, AFTERSALE_FIELD_ACTOR_MANAGER = 5, AFTERSALE_FIELD_ACTOR_ROLES = 6,
    AFTERSALE_FIELD_ACTOR_PHONE = 7, AFTERSALE_FIELD_ACTOR_FALLBACK = 8, AFTERSALE_FIELD_ACTOR_ABSENCES = 9,
    AFTERSALE_FIELD_ACTOR_HOURS = 10, AFTERSALE_FIELD_ACTOR_REGION = 11, AFTERSALE_FIELD_ACTOR_EXTRA = 12,
    AFTERSALE_FIELD_ACTOR_CREATED = 13
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity, derived from the ref. */
AFTERSALE_API aftersale_id aftersale_actor_id(const aftersale_actor *actor);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_actor_revision(const aftersale_actor *actor);
/** Your own key: the word that owners and doers are named by. */
AFTERSALE_API const char *aftersale_actor_ref(const aftersale_actor *actor);
/** Name shown to customers as whom to call. */
AFTERSALE_API const char *aftersale_actor_name(const aftersale_actor *actor);
/** Your own word. */
AFTERSALE_API const char *aftersale_actor_team(const aftersale_actor *actor);
/** Actor they report to. */
AFTERSALE_API const char *aftersale_actor_manager(const aftersale_actor *actor);
/** Roles that steps may name as owner: how many. */
AFTERSALE_API size_t aftersale_actor_role_count(const aftersale_actor *actor);
/** One of them, or NULL past the end. */
AFTERSALE_API const char *aftersale_actor_role_at(const aftersale_actor *actor, size_t i);
/** How customers reach them, as printed on the written plan. */
AFTERSALE_API const char *aftersale_actor_phone(const aftersale_actor *actor);
/** Actor who steps in while they are away. */
AFTERSALE_API const char *aftersale_actor_fallback(const aftersale_actor *actor);
/** When they are away: how many. */
AFTERSALE_API size_t aftersale_actor_absence_count(const aftersale_actor *actor);
/** One of them, or NULL past the end. */
AFTERSALE_API const aftersale_absence *aftersale_actor_absence_at(const aftersale_actor *actor, size_t i);
/** When they work: mon-fri 09:00-17:00: how many. */
AFTERSALE_API size_t aftersale_actor_hour_count(const aftersale_actor *actor);
/** One of them, or NULL past the end. */
AFTERSALE_API const char *aftersale_actor_hour_at(const aftersale_actor *actor, size_t i);
/** ISO 3166-2 region, for holidays. */
AFTERSALE_API const char *aftersale_actor_region(const aftersale_actor *actor);
/** Your own JSON object, kept verbatim. */
AFTERSALE_API const char *aftersale_actor_extra(const aftersale_actor *actor);
/** When it was recorded. */
AFTERSALE_API aftersale_time aftersale_actor_created(const aftersale_actor *actor);
/** @} */
AFTERSALE_END
#endif
