/* SPDX-License-Identifier: MIT */
/** @file product.h  What is sold (S14). A sale line may also name an article that is in no catalogue.
 *
 *  A catalogue is dated. A put holds from a day on: it sets the fields that it names, until a put for a later day sets
 *  them again. A product as it stands from one such day to the next is a *version* of it. A sale takes price and plan from
 *  the version of its own day: sold, else promised, else the day of its `at`; a sale older than the first version takes
 *  the first. aftersale_product_get(), _find() and _list() give the version of today, and while none has begun the first;
 *  aftersale_product_on() gives that of any day. Days are those of the book's zone.
 */
#ifndef AFTERSALE_PRODUCT_H
#define AFTERSALE_PRODUCT_H
#include "cursor.h"
AFTERSALE_BEGIN
/** What kind of thing a product is. */
enum {
    AFTERSALE_PRODUCT_GOOD = 1,       /**< a thing; the default */
    AFTERSALE_PRODUCT_SERVICE = 2,    /**< work done for the customer */
    AFTERSALE_PRODUCT_CONSUMABLE = 3, /**< a thing that is used up */
    AFTERSALE_PRODUCT_BUNDLE = 4      /**< several of these under one code */
};
/** Arguments of aftersale_product_put(). */
typedef struct aftersale_product_put_args {
    size_t struct_size;          /**< filled in by AFTERSALE_ARGS */
    const char *ref;             /**< required: your article code, 1 to 255 bytes */
    uint32_t flags;              /**< AFTERSALE_PUT_NEW */
    int32_t type;                /**< AFTERSALE_PRODUCT_…; default AFTERSALE_PRODUCT_GOOD */
    const char *name;            /**< up to 200 bytes */
    const char *category;        /**< your own word */
    aftersale_price price;       /**< list price of one */
    const char *use_up;          /**< ISO 8601: how long one lasts, "P6M" */
    const char *service_every;   /**< ISO 8601: service interval, "P1Y" */
    const char *plan;            /**< key of the plan that a sale of it starts (S20) */
    const char *partner;         /**< partner who provides it */
    const char *extra;           /**< your own fields, a JSON object */
    aftersale_texts complements; /**< codes of products that go with it; given, they replace all */
    aftersale_texts upgrades;    /**< codes of products that do more; given, they replace all */
    aftersale_texts consumables; /**< codes of products that it uses up; given, they replace all */
    aftersale_date from;         /**< day from which this holds, past or to come; default the day of `at` */
    aftersale_fields clear;      /**< fields to empty: AFTERSALE_FIELD_PRODUCT_… */
    uint64_t expect;             /**< revision you read; 0: any */
    aftersale_time at;           /**< default now */
    const char *idempotency;     /**< your key of this very call */
} aftersale_product_put_args;
/** Makes a product, or changes the fields given from a day on. What is the same on that day already changes nothing.
 *  Two puts for one day make one version. Other products are named by code and may come later; none names itself.
 *  @param[out] out its id, may be NULL @return OK, EXISTS, CONFLICT, INVALID */
AFTERSALE_API aftersale_status aftersale_product_put(aftersale_book *book, const aftersale_product_put_args *args,
                                                     aftersale_id *out);
/** One product as it stands today. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_product_get(aftersale_book *book, aftersale_id id,
                                                     const aftersale_product **out);
/** The same by your code. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_product_find(aftersale_book *book, const char *ref,
                                                      const aftersale_product **out);
/** One product as it stood, or will stand, on a day. @param id of the product @param[out] out owned
 *  @return OK, NOT_FOUND (no such product, or none yet on that day), INVALID */
AFTERSALE_API aftersale_status aftersale_product_on(aftersale_book *book, aftersale_id id, aftersale_date day,
                                                    const aftersale_product **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_product_free(const aftersale_product *product);
/** Which products. */
typedef struct aftersale_product_list_args {
    size_t struct_size;   /**< filled in by AFTERSALE_ARGS */
    const char *category; /**< default: all */
    const char *bookmark; /**< go on from here */
} aftersale_product_list_args;
/** Products as they stand today, by category and code. A category that a put dated ahead has changed is found by its
 *  new word once the product is put again. @param args NULL: all @param[out] out owned @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_product_list(aftersale_book *book, const aftersale_product_list_args *args,
                                                      aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_product_next(aftersale_cursor *cursor, const aftersale_product **out);
/** Versions of a product, oldest first; aftersale_product_next() steps. The cursor has no bookmark.
 *  @param id of the product @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_product_version_list(aftersale_book *book, aftersale_id id,
                                                              aftersale_cursor **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_PRODUCT_ID = 1, AFTERSALE_FIELD_PRODUCT_REF = 2, AFTERSALE_FIELD_PRODUCT_TYPE = 3,
    AFTERSALE_FIELD_PRODUCT_NAME = 4, AFTERSALE_FIELD_PRODUCT_CATEGORY = 5, AFTERSALE_FIELD_PRODUCT_PRICE = 6,
    AFTERSALE_FIELD_PRODUCT_USE_UP = 7, AFTERSALE_FIELD_PRODUCT_SERVICE_EVERY = 8,
    AFTERSALE_FIELD_PRODUCT_PLAN = 9, AFTERSALE_FIELD_PRODUCT_PARTNER = 10, AFTERSALE_FIELD_PRODUCT_EXTRA = 11,
    AFTERSALE_FIELD_PRODUCT_CREATED = 12, AFTERSALE_FIELD_PRODUCT_COMPLEMENTS = 13,
    AFTERSALE_FIELD_PRODUCT_UPGRADES = 14, AFTERSALE_FIELD_PRODUCT_CONSUMABLES = 15,
    AFTERSALE_FIELD_PRODUCT_SINCE = 16, AFTERSALE_FIELD_PRODUCT_FROM = 17, AFTERSALE_FIELD_PRODUCT_UNTIL = 18
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity, derived from the ref. */
AFTERSALE_API aftersale_id aftersale_product_id(const aftersale_product *product);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_product_revision(const aftersale_product *product);
/** Your article code. */
AFTERSALE_API const char *aftersale_product_ref(const aftersale_product *product);
/** What kind of thing it is. */
AFTERSALE_API int32_t aftersale_product_type(const aftersale_product *product);
/** Name. */
AFTERSALE_API const char *aftersale_product_name(const aftersale_product *product);
/** Your own word. */
AFTERSALE_API const char *aftersale_product_category(const aftersale_product *product);
/** List price of one. */
AFTERSALE_API aftersale_price aftersale_product_price(const aftersale_product *product);
/** How long one lasts, ISO 8601. */
AFTERSALE_API const char *aftersale_product_use_up(const aftersale_product *product);
/** Service interval, ISO 8601. */
AFTERSALE_API const char *aftersale_product_service_every(const aftersale_product *product);
/** Key of the plan that a sale of it starts. */
AFTERSALE_API const char *aftersale_product_plan(const aftersale_product *product);
/** Partner who provides it. */
AFTERSALE_API const char *aftersale_product_partner(const aftersale_product *product);
/** Your own JSON object, kept verbatim. */
AFTERSALE_API const char *aftersale_product_extra(const aftersale_product *product);
/** When it was recorded. */
AFTERSALE_API aftersale_time aftersale_product_created(const aftersale_product *product);
/** Codes of products that go with it: how many. */
AFTERSALE_API size_t aftersale_product_complement_count(const aftersale_product *product);
/** One of them, or NULL past the end. */
AFTERSALE_API const char *aftersale_product_complement_at(const aftersale_product *product, size_t i);
/** Codes of products that do more: how many. */
AFTERSALE_API size_t aftersale_product_upgrade_count(const aftersale_product *product);
/** One of them, or NULL past the end. */
AFTERSALE_API const char *aftersale_product_upgrade_at(const aftersale_product *product, size_t i);
/** Codes of products that it uses up: how many. */
AFTERSALE_API size_t aftersale_product_consumable_count(const aftersale_product *product);
/** One of them, or NULL past the end. */
AFTERSALE_API const char *aftersale_product_consumable_at(const aftersale_product *product, size_t i);
/** First day of its first version. */
AFTERSALE_API aftersale_date aftersale_product_since(const aftersale_product *product);
/** First day of this version. */
AFTERSALE_API aftersale_date aftersale_product_from(const aftersale_product *product);
/** First day of the next version, as far as one is known. */
AFTERSALE_API aftersale_date aftersale_product_until(const aftersale_product *product);
/** @} */
AFTERSALE_END
#endif
