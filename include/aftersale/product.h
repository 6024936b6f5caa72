/* SPDX-License-Identifier: MIT */
/** @file product.h  What is sold (S14). A sale line may also name an article that is in no catalogue. */
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
    size_t struct_size;        /**< filled in by AFTERSALE_ARGS */
    const char *ref;           /**< required: your article code, 1 to 255 bytes */
    uint32_t flags;            /**< AFTERSALE_PUT_NEW */
    int32_t type;              /**< AFTERSALE_PRODUCT_…; default AFTERSALE_PRODUCT_GOOD */
    const char *name;          /**< up to 200 bytes */
    const char *category;      /**< your own word */
    aftersale_price price;     /**< list price of one */
    const char *use_up;        /**< ISO 8601: how long one lasts, "P6M" */
    const char *service_every; /**< ISO 8601: service interval, "P1Y" */
    const char *plan;          /**< key of the plan that a sale of it starts (S20) */
    const char *partner;       /**< partner who provides it */
    const char *extra;         /**< your own fields, a JSON object */
    aftersale_fields clear;    /**< fields to empty: AFTERSALE_FIELD_PRODUCT_… */
    uint64_t expect;           /**< revision you read; 0: any */
    aftersale_time at;         /**< default now */
    const char *idempotency;   /**< your key of this very call */
} aftersale_product_put_args;
/** Makes a product, or changes the fields given. @param[out] out its id, may be NULL
 *  @return OK, EXISTS, CONFLICT, INVALID */
AFTERSALE_API aftersale_status aftersale_product_put(aftersale_book *book, const aftersale_product_put_args *args,
                                                     aftersale_id *out);
/** One product. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_product_get(aftersale_book *book, aftersale_id id,
                                                     const aftersale_product **out);
/** The same by your code. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_product_find(aftersale_book *book, const char *ref,
                                                      const aftersale_product **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_product_free(const aftersale_product *product);
/** Which products. */
typedef struct aftersale_product_list_args {
    size_t struct_size;   /**< filled in by AFTERSALE_ARGS */
    const char *category; /**< default: all */
    const char *bookmark; /**< go on from here */
} aftersale_product_list_args;
/** Products by category and code. @param args NULL: all @param[out] out owned @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_product_list(aftersale_book *book, const aftersale_product_list_args *args,
                                                      aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_product_next(aftersale_cursor *cursor, const aftersale_product **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_PRODUCT_ID = 1, AFTERSALE_FIELD_PRODUCT_REF = 2, AFTERSALE_FIELD_PRODUCT_TYPE = 3,
    AFTERSALE_FIELD_PRODUCT_NAME = 4, AFTERSALE_FIELD_PRODUCT_CATEGORY = 5, AFTERSALE_FIELD_PRODUCT_PRICE = 6,
    AFTERSALE_FIELD_PRODUCT_USE_UP = 7, AFTERSALE_FIELD_PRODUCT_SERVICE_EVERY = 8,
    AFTERSALE_FIELD_PRODUCT_PLAN = 9, AFTERSALE_FIELD_PRODUCT_PARTNER = 10, AFTERSALE_FIELD_PRODUCT_EXTRA = 11,
    AFTERSALE_FIELD_PRODUCT_CREATED = 12
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
/** @} */
AFTERSALE_END
#endif
