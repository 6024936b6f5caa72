/* SPDX-License-Identifier: MIT */
/** @file plan.h  Plan templates (S16, S17, S19, S21, S30).
 *
 * A template is one JSON document (docs/plans.md, docs/schema/plan.json): the form in which ready templates ship,
 * admin pages save and every language writes. Publishing never changes a version, it makes the next one; an
 * enrolment keeps the version it began with. */
#ifndef AFTERSALE_PLAN_H
#define AFTERSALE_PLAN_H
#include "cursor.h"
AFTERSALE_BEGIN
/** Arguments of aftersale_plan_publish(). */
typedef struct aftersale_plan_publish_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    const char *json;        /**< required: the document, up to 128 KiB; it names its own key */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_plan_publish_args;
/** Publishes a template under the key it names. Equal to the newest version: that one, and nothing is done.
 *  @param[out] out id of the version, may be NULL @return OK; INVALID with path and line of every problem */
AFTERSALE_API aftersale_status aftersale_plan_publish(aftersale_book *book, const aftersale_plan_publish_args *args,
                                                      aftersale_id *out);
/** Checks a document without a book: what aftersale_plan_publish() would say in a context without `rules`. @param[out] error takes the first
 *  problem, and how many there are, may be NULL @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_plan_check(const char *json, aftersale_error *error);
/** JSON of a template that ships with the library: "one-off-sale", "consumable", "high-value", "service-business".
 *  A book knows these keys without publishing; the first use publishes one as its version 1. Any thread.
 *  @return static text, NULL for other names */
AFTERSALE_API const char *aftersale_plan_ready(const char *key);
/** Key of the i-th ready template. Any thread. @return NULL past the end */
AFTERSALE_API const char *aftersale_plan_ready_at(size_t i);
/** The newest version (version 0) or a given one. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_plan_find(aftersale_book *book, const char *key, int32_t version,
                                                   const aftersale_plan **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_plan_free(const aftersale_plan *plan);
/** All versions of all plans, by key. @param bookmark go on from here, or NULL @param[out] out owned
 *  @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_plan_list(aftersale_book *book, const char *bookmark, aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_plan_next(aftersale_cursor *cursor, const aftersale_plan **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_PLAN_ID = 1, AFTERSALE_FIELD_PLAN_KEY = 2, AFTERSALE_FIELD_PLAN_VERSION = 3,
    AFTERSALE_FIELD_PLAN_NAME = 4, AFTERSALE_FIELD_PLAN_JSON = 5, AFTERSALE_FIELD_PLAN_NUMBERS = 6,
    AFTERSALE_FIELD_PLAN_PUBLISHED = 7, AFTERSALE_FIELD_PLAN_DIGEST = 8
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity, derived from key and version. */
AFTERSALE_API aftersale_id aftersale_plan_id(const aftersale_plan *plan);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_plan_revision(const aftersale_plan *plan);
/** Its key. */
AFTERSALE_API const char *aftersale_plan_key(const aftersale_plan *plan);
/** 1, 2, 3 …. */
AFTERSALE_API int32_t aftersale_plan_version(const aftersale_plan *plan);
/** Name shown to staff. */
AFTERSALE_API const char *aftersale_plan_name(const aftersale_plan *plan);
/** The document as published. */
AFTERSALE_API const char *aftersale_plan_json(const aftersale_plan *plan);
/** When it was published. */
AFTERSALE_API aftersale_time aftersale_plan_published(const aftersale_plan *plan);
/** @} */
AFTERSALE_END
#endif
