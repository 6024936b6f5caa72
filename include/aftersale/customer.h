/* SPDX-License-Identifier: MIT */
/** @file customer.h  Customers: a person, or an organisation with people in it (S9). */
#ifndef AFTERSALE_CUSTOMER_H
#define AFTERSALE_CUSTOMER_H
#include "cursor.h"
AFTERSALE_BEGIN

/** A way to reach somebody. */
typedef struct aftersale_contact {
    const char *channel;        /**< required: "phone", "email", "sms", "post", "visit", or one of the book's own */
    const char *address;        /**< required: number, address or handle, as the customer gave it; up to 500 bytes */
    const char *label;          /**< "office", "mother" */
    const char *region;         /**< ISO 3166-2 of this address, for holidays */
    aftersale_date from;        /**< valid from this day; default: always was */
    aftersale_date until;       /**< valid up to the day before this one; default: for ever */
    uint32_t consent;           /**< purposes agreed to when it was given: AFTERSALE_PURPOSE_… */
    const char *consent_source; /**< required with consent: "order form 2026-11" */
} aftersale_contact;
/** Several of them; write it with AFTERSALE_LIST(contact, …). */
typedef struct aftersale_contacts {
    const aftersale_contact *items; /**< NULL with count 0: not given */
    size_t count;                   /**< how many */
    size_t item_size;               /**< sizeof(aftersale_contact), so that items may grow */
} aftersale_contacts;

/** What a customer is. */
enum {
    AFTERSALE_CUSTOMER_PERSON = 1,       /**< a person; the default */
    AFTERSALE_CUSTOMER_ORGANISATION = 2  /**< an organisation, with people in it */
};
/** Flags of every put. */
enum { AFTERSALE_PUT_NEW = 1u /**< only make: a ref that exists with other content is EXISTS (S4) */ };
/** Arguments of aftersale_customer_put(). */
typedef struct aftersale_customer_put_args {
    size_t struct_size;          /**< filled in by AFTERSALE_ARGS */
    const char *ref;             /**< required: your own key, 1 to 255 bytes, kept byte for byte */
    uint32_t flags;              /**< AFTERSALE_PUT_NEW */
    int32_t type;                /**< AFTERSALE_CUSTOMER_…; default AFTERSALE_CUSTOMER_PERSON; of those who are merged
                                  *   it stays */
    const char *name;            /**< personal; up to 200 bytes */
    aftersale_contacts contacts; /**< given, they replace all; at most 64 */
    aftersale_link referred_by;  /**< customer who made the introduction */
    const char *zone;            /**< IANA zone; default: the book's */
    const char *language;        /**< BCP 47; default: the book's */
    const char *country;         /**< ISO 3166-1, "GB" */
    const char *region;          /**< ISO 3166-2, "GB-ENG", for holidays */
    const char *owner;           /**< actor who looks after them */
    const char *tier;            /**< your own word */
    const char *household;       /**< household they belong to */
    const char *account;         /**< account they belong to */
    aftersale_texts tags;        /**< given, they replace all; at most 64 */
    const char *extra;           /**< your own fields, a JSON object of up to 16 KiB, kept as it is */
    aftersale_fields clear;      /**< fields to empty: AFTERSALE_FIELD_CUSTOMER_TIER … */
    uint64_t expect;             /**< revision you read; other than that is CONFLICT; 0: any */
    aftersale_time at;           /**< when it happened; default now */
    const char *idempotency;     /**< your key of this very call, up to 255 bytes */
} aftersale_customer_put_args;
/** Makes a customer, or changes the fields given; what is left out stays. aftersale_book_did() says which. Consent
 *  that stands in a contact is recorded as an answer of its own (S65). A new zone moves the touches not done yet,
 *  with no further write. @param[out] out its id, may be NULL
 *  @return OK, EXISTS, CONFLICT, INVALID with all problems */
AFTERSALE_API aftersale_status aftersale_customer_put(aftersale_book *book, const aftersale_customer_put_args *args,
                                                      aftersale_id *out);
/** One customer. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_customer_get(aftersale_book *book, aftersale_id id,
                                                      const aftersale_customer **out);
/** The same by your own key. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_customer_find(aftersale_book *book, const char *ref,
                                                       const aftersale_customer **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_customer_free(const aftersale_customer *customer);
/** Which customers. */
typedef struct aftersale_customer_list_args {
    size_t struct_size;   /**< filled in by AFTERSALE_ARGS */
    const char *owner;    /**< of this actor; default: of all; owner, tag and tier must all fit */
    const char *tag;      /**< who have this tag; default: all */
    const char *tier;     /**< of this tier; default: all */
    const char *bookmark; /**< go on from here */
} aftersale_customer_list_args;
/** Customers by owner and ref. @param args NULL: all @param[out] out owned @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_customer_list(aftersale_book *book, const aftersale_customer_list_args *args,
                                                       aftersale_cursor **out);
/** Next of them. @param[out] out borrowed until the next step @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_customer_next(aftersale_cursor *cursor, const aftersale_customer **out);
/** Arguments of aftersale_customer_merge(). */
typedef struct aftersale_customer_merge_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< required: who is merged */
    aftersale_link into;     /**< required: whom they turned out to be */
    aftersale_time at;       /**< when it happened; default now */
    const char *idempotency; /**< your key of this very call, up to 255 bytes */
} aftersale_customer_merge_args;
/** Two customers turned out to be one (S13): from here on `into` answers for both, by either id or ref. Nothing is moved:
 *  rows keep the customer under whom they were recorded, and every list, gate and plan takes those of both. What is
 *  recorded from here on under either name is the one's, but for what belongs to a sale, plan, person or goal that is there.
 *  A put by the ref of who was merged still changes that customer's own fields: of these stands what the one does not say.
 *
 *  The newest answer of both holds, of two of one instant the no; caps and gaps count the contacts of both. Of active runs
 *  that one customer could not have had together by their plan's rule of re-entry, the later one ends, its reason `merged`.
 *  One who was introduced by the other is introduced by nobody while they are one.
 *  @param[out] out id of who answers for both, may be NULL
 *  @return OK (they were merged so before: nothing is done), NOT_FOUND, INVALID (one into themselves, a person into an
 *  organisation), STATE (merged into another already; the other is merged into this one), LIMIT (more than 32 into one) */
AFTERSALE_API aftersale_status aftersale_customer_merge(aftersale_book *book, const aftersale_customer_merge_args *args,
                                                        aftersale_id *out);
/** Arguments of aftersale_customer_part(). */
typedef struct aftersale_customer_part_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< required: who was merged */
    aftersale_time at;       /**< when it happened; default now */
    const char *idempotency; /**< your key of this very call, up to 255 bytes */
} aftersale_customer_part_args;
/** Undoes aftersale_customer_merge(): they are a customer of their own again, with whoever was merged into them before. What
 *  was recorded meanwhile under either name stays with the one, touches made in a plan with that plan. What was refused while
 *  they were one is refused by both from here on. A run that the merge ended goes on, unless its plan was entered again.
 *  @param[out] out their id, may be NULL @return OK, NOT_FOUND, STATE (they are merged into nobody) */
AFTERSALE_API aftersale_status aftersale_customer_part(aftersale_book *book, const aftersale_customer_part_args *args,
                                                       aftersale_id *out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_CUSTOMER_ID = 1, AFTERSALE_FIELD_CUSTOMER_REF = 2, AFTERSALE_FIELD_CUSTOMER_TYPE = 3,
    AFTERSALE_FIELD_CUSTOMER_NAME = 4, AFTERSALE_FIELD_CUSTOMER_CONTACTS = 5,
    AFTERSALE_FIELD_CUSTOMER_REFERRED_BY = 6, AFTERSALE_FIELD_CUSTOMER_ZONE = 7,
    AFTERSALE_FIELD_CUSTOMER_LANGUAGE = 8, AFTERSALE_FIELD_CUSTOMER_COUNTRY = 9,
    AFTERSALE_FIELD_CUSTOMER_REGION = 10, AFTERSALE_FIELD_CUSTOMER_OWNER = 11,
    AFTERSALE_FIELD_CUSTOMER_TIER = 12, AFTERSALE_FIELD_CUSTOMER_TAGS = 13,
    AFTERSALE_FIELD_CUSTOMER_HOUSEHOLD = 14, AFTERSALE_FIELD_CUSTOMER_ACCOUNT = 15,
    AFTERSALE_FIELD_CUSTOMER_EXTRA = 16, AFTERSALE_FIELD_CUSTOMER_CREATED = 17,
    AFTERSALE_FIELD_CUSTOMER_ANSWERS = 18, AFTERSALE_FIELD_CUSTOMER_GOALS = 19,
    AFTERSALE_FIELD_CUSTOMER_MERGED_INTO = 20, AFTERSALE_FIELD_CUSTOMER_TWINS = 21,
    AFTERSALE_FIELD_CUSTOMER_MERGED = 22
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity, derived from the ref. */
AFTERSALE_API aftersale_id aftersale_customer_id(const aftersale_customer *customer);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_customer_revision(const aftersale_customer *customer);
/** Your own key, kept byte for byte. */
AFTERSALE_API const char *aftersale_customer_ref(const aftersale_customer *customer);
/** A person, or an organisation with people in it. */
AFTERSALE_API int32_t aftersale_customer_type(const aftersale_customer *customer);
/** Name shown to staff; personal. */
AFTERSALE_API const char *aftersale_customer_name(const aftersale_customer *customer);
/** Ways to reach them; personal: how many. */
AFTERSALE_API size_t aftersale_customer_contact_count(const aftersale_customer *customer);
/** One of them, or NULL past the end. */
AFTERSALE_API const aftersale_contact *aftersale_customer_contact_at(const aftersale_customer *customer, size_t i);
/** Customer who made the introduction. */
AFTERSALE_API aftersale_id aftersale_customer_referred_by(const aftersale_customer *customer);
/** IANA time zone. */
AFTERSALE_API const char *aftersale_customer_zone(const aftersale_customer *customer);
/** BCP 47 language. */
AFTERSALE_API const char *aftersale_customer_language(const aftersale_customer *customer);
/** ISO 3166-1 country. */
AFTERSALE_API const char *aftersale_customer_country(const aftersale_customer *customer);
/** ISO 3166-2 region, for holidays. */
AFTERSALE_API const char *aftersale_customer_region(const aftersale_customer *customer);
/** Actor who looks after them. */
AFTERSALE_API const char *aftersale_customer_owner(const aftersale_customer *customer);
/** Your own word for how much they matter. */
AFTERSALE_API const char *aftersale_customer_tier(const aftersale_customer *customer);
/** Your own marks: how many. */
AFTERSALE_API size_t aftersale_customer_tag_count(const aftersale_customer *customer);
/** One of them, or NULL past the end. */
AFTERSALE_API const char *aftersale_customer_tag_at(const aftersale_customer *customer, size_t i);
/** Household they belong to. */
AFTERSALE_API const char *aftersale_customer_household(const aftersale_customer *customer);
/** Account they belong to. */
AFTERSALE_API const char *aftersale_customer_account(const aftersale_customer *customer);
/** Your own JSON object, kept verbatim; personal. */
AFTERSALE_API const char *aftersale_customer_extra(const aftersale_customer *customer);
/** When it was recorded. */
AFTERSALE_API aftersale_time aftersale_customer_created(const aftersale_customer *customer);
/** How many of their goals are open. */
AFTERSALE_API int32_t aftersale_customer_goals(const aftersale_customer *customer);
/** Customer they turned out to be, who answers for them: not given in what a call answers with, which is that customer. */
AFTERSALE_API aftersale_id aftersale_customer_merged_into(const aftersale_customer *customer);
/** Since when they are merged into another. */
AFTERSALE_API aftersale_time aftersale_customer_merged(const aftersale_customer *customer);
/** Customers merged into this one: how many. */
AFTERSALE_API size_t aftersale_customer_twin_count(const aftersale_customer *customer);
/** Identity of one of them; all zero past the end. */
AFTERSALE_API aftersale_id aftersale_customer_twin_at(const aftersale_customer *customer, size_t i);
/** @} */
AFTERSALE_END
#endif
