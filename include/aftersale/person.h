/* SPDX-License-Identifier: MIT */
/** @file person.h  People of an organisation: ref, roles, contact points, consent of their own (S9). */
#ifndef AFTERSALE_PERSON_H
#define AFTERSALE_PERSON_H
#include "customer.h"
AFTERSALE_BEGIN
/** Arguments of aftersale_person_put(). */
typedef struct aftersale_person_put_args {
    size_t struct_size;          /**< filled in by AFTERSALE_ARGS */
    const char *ref;             /**< required: your own key, 1 to 255 bytes */
    aftersale_link customer;     /**< required for a new one: the organisation */
    uint32_t flags;              /**< AFTERSALE_PUT_NEW */
    const char *name;            /**< personal; up to 200 bytes */
    aftersale_texts roles;       /**< "user", "buyer", "payer", your own; given, they replace all */
    aftersale_contacts contacts; /**< given, they replace all */
    const char *language;        /**< BCP 47; default: the customer's */
    const char *extra;           /**< your own fields, a JSON object */
    aftersale_fields clear;      /**< fields to empty: AFTERSALE_FIELD_PERSON_… */
    uint64_t expect;             /**< revision you read; 0: any */
    aftersale_time at;           /**< default now */
    const char *idempotency;     /**< your key of this very call */
} aftersale_person_put_args;
/** Makes a person, or changes the fields given. @param[out] out its id, may be NULL
 *  @return OK, EXISTS, NOT_FOUND (customer), CONFLICT, INVALID */
AFTERSALE_API aftersale_status aftersale_person_put(aftersale_book *book, const aftersale_person_put_args *args,
                                                    aftersale_id *out);
/** One person. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_person_get(aftersale_book *book, aftersale_id id,
                                                    const aftersale_person **out);
/** The same by your own key. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_person_find(aftersale_book *book, const char *ref,
                                                     const aftersale_person **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_person_free(const aftersale_person *person);
/** Which people. */
typedef struct aftersale_person_list_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< of this organisation; default: all */
    const char *bookmark;    /**< go on from here */
} aftersale_person_list_args;
/** People by organisation and ref. @param args NULL: all @param[out] out owned @return OK, NOT_FOUND, INVALID */
AFTERSALE_API aftersale_status aftersale_person_list(aftersale_book *book, const aftersale_person_list_args *args,
                                                     aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_person_next(aftersale_cursor *cursor, const aftersale_person **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_PERSON_ID = 1, AFTERSALE_FIELD_PERSON_REF = 2, AFTERSALE_FIELD_PERSON_CUSTOMER = 3,
    AFTERSALE_FIELD_PERSON_NAME = 4, AFTERSALE_FIELD_PERSON_ROLES = 5, AFTERSALE_FIELD_PERSON_CONTACTS = 6,
    AFTERSALE_FIELD_PERSON_LANGUAGE = 7, AFTERSALE_FIELD_PERSON_EXTRA = 8, AFTERSALE_FIELD_PERSON_CREATED = 9,
    AFTERSALE_FIELD_PERSON_ANSWERS = 10
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity, derived from the ref. */
AFTERSALE_API aftersale_id aftersale_person_id(const aftersale_person *person);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_person_revision(const aftersale_person *person);
/** Your own key, kept byte for byte. */
AFTERSALE_API const char *aftersale_person_ref(const aftersale_person *person);
/** Organisation they belong to. */
AFTERSALE_API aftersale_id aftersale_person_customer(const aftersale_person *person);
/** Name shown to staff; personal. */
AFTERSALE_API const char *aftersale_person_name(const aftersale_person *person);
/** What they do there: user, buyer, payer, your own words: how many. */
AFTERSALE_API size_t aftersale_person_role_count(const aftersale_person *person);
/** One of them, or NULL past the end. */
AFTERSALE_API const char *aftersale_person_role_at(const aftersale_person *person, size_t i);
/** Ways to reach them; personal: how many. */
AFTERSALE_API size_t aftersale_person_contact_count(const aftersale_person *person);
/** One of them, or NULL past the end. */
AFTERSALE_API const aftersale_contact *aftersale_person_contact_at(const aftersale_person *person, size_t i);
/** BCP 47 language. */
AFTERSALE_API const char *aftersale_person_language(const aftersale_person *person);
/** Your own JSON object, kept verbatim; personal. */
AFTERSALE_API const char *aftersale_person_extra(const aftersale_person *person);
/** When it was recorded. */
AFTERSALE_API aftersale_time aftersale_person_created(const aftersale_person *person);
/** @} */
AFTERSALE_END
#endif
