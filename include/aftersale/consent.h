/* SPDX-License-Identifier: MIT */
/** @file consent.h  May we? Per customer or person, channel and purpose, with source and time (S65).
 *
 * Service needs no opt-in but stops at an objection; for the other purposes unknown means no, unless the book's
 * setting `presume` says otherwise. A refusal holds from the commit that records it, and also for the address
 * itself, whoever else in the book uses it: until each who refused it has taken that back, or until somebody agrees with
 * the address itself (a contact point that is put with `consent` it did not have before). What somebody else says of
 * themselves does not open it. An explicit answer always beats what is presumed. */
#ifndef AFTERSALE_CONSENT_H
#define AFTERSALE_CONSENT_H
#include "cursor.h"
AFTERSALE_BEGIN
/** An answer. */
enum {
    AFTERSALE_CONSENT_UNKNOWN = 1, /**< nobody asked; an answer to questions only */
    AFTERSALE_CONSENT_YES = 2,     /**< they agreed */
    AFTERSALE_CONSENT_NO = 3       /**< they refused, or objected */
};
/** Arguments of aftersale_consent_set(). */
typedef struct aftersale_consent_set_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< required */
    aftersale_link person;   /**< one of their people; default: the customer as a whole */
    const char *channel;     /**< default: every channel */
    uint32_t purposes;       /**< required: AFTERSALE_PURPOSE_SELLING | … */
    int32_t answer;          /**< required: AFTERSALE_CONSENT_YES or AFTERSALE_CONSENT_NO */
    const char *source;      /**< required: where and with which wording it was given */
    aftersale_time given;    /**< when the customer said so; default at; an answer given later holds */
    aftersale_time until;    /**< when it ends by itself; default: never */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_consent_set_args;
/** Records an answer. NO takes effect in this commit: nothing surfaces against it from then on.
 *  @param[out] out its id, may be NULL @return OK, NOT_FOUND, INVALID */
AFTERSALE_API aftersale_status aftersale_consent_set(aftersale_book *book, const aftersale_consent_set_args *args,
                                                     aftersale_id *out);
/** What to ask of aftersale_consent_check(). */
typedef struct aftersale_consent_check_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< required */
    aftersale_link person;   /**< one of their people */
    const char *channel;     /**< required */
    uint32_t purpose;        /**< required: one AFTERSALE_PURPOSE_… */
} aftersale_consent_check_args;
/** Whether contact would be allowed now. @param[out] answer AFTERSALE_CONSENT_…, before presumption
 *  @param[out] allowed 1 or 0, presumption and refused addresses included; may be NULL
 *  @return OK, NOT_FOUND, INVALID */
AFTERSALE_API aftersale_status aftersale_consent_check(aftersale_book *book, const aftersale_consent_check_args *args,
                                                       int32_t *answer, int32_t *allowed);
/** Which answers. */
typedef struct aftersale_consent_list_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< of this customer; default: all */
    const char *bookmark;    /**< go on from here */
} aftersale_consent_list_args;
/** Every answer of a customer, oldest first. @param args NULL: all @param[out] out owned
 *  @return OK, NOT_FOUND (customer), INVALID */
AFTERSALE_API aftersale_status aftersale_consent_list(aftersale_book *book, const aftersale_consent_list_args *args,
                                                      aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_consent_next(aftersale_cursor *cursor, const aftersale_consent **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_CONSENT_ID = 1, AFTERSALE_FIELD_CONSENT_CUSTOMER = 2, AFTERSALE_FIELD_CONSENT_PERSON = 3,
    AFTERSALE_FIELD_CONSENT_CHANNEL = 4, AFTERSALE_FIELD_CONSENT_PURPOSES = 5,
    AFTERSALE_FIELD_CONSENT_ANSWER = 6, AFTERSALE_FIELD_CONSENT_SOURCE = 7, AFTERSALE_FIELD_CONSENT_GIVEN = 8,
    AFTERSALE_FIELD_CONSENT_UNTIL = 9, AFTERSALE_FIELD_CONSENT_RECORDED = 10
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity. */
AFTERSALE_API aftersale_id aftersale_consent_id(const aftersale_consent *consent);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_consent_revision(const aftersale_consent *consent);
/** Who answered. */
AFTERSALE_API aftersale_id aftersale_consent_customer(const aftersale_consent *consent);
/** Which of their people, where it was one. */
AFTERSALE_API aftersale_id aftersale_consent_person(const aftersale_consent *consent);
/** Channel; not given: every channel. */
AFTERSALE_API const char *aftersale_consent_channel(const aftersale_consent *consent);
/** Purposes answered. */
AFTERSALE_API int32_t aftersale_consent_purposes(const aftersale_consent *consent);
/** The answer. */
AFTERSALE_API int32_t aftersale_consent_answer(const aftersale_consent *consent);
/** Where it comes from, with the wording. */
AFTERSALE_API const char *aftersale_consent_source(const aftersale_consent *consent);
/** When the customer said so. */
AFTERSALE_API aftersale_time aftersale_consent_given(const aftersale_consent *consent);
/** When it ends by itself. */
AFTERSALE_API aftersale_time aftersale_consent_until(const aftersale_consent *consent);
/** When it was recorded. */
AFTERSALE_API aftersale_time aftersale_consent_recorded(const aftersale_consent *consent);
/** @} */
AFTERSALE_END
#endif
