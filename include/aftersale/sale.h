/* SPDX-License-Identifier: MIT */
/** @file sale.h  Sales, from the first attention to long after, and what comes back of them (S10 to S12). */
#ifndef AFTERSALE_SALE_H
#define AFTERSALE_SALE_H
#include "cursor.h"
AFTERSALE_BEGIN
/** How far a sale has come. */
enum {
    AFTERSALE_STAGE_ATTENTION = 1, /**< they know of it */
    AFTERSALE_STAGE_INTEREST = 2,  /**< they ask about it */
    AFTERSALE_STAGE_DESIRE = 3,    /**< they want it */
    AFTERSALE_STAGE_ACTION = 4,    /**< they are buying */
    AFTERSALE_STAGE_AFTER = 5      /**< sold: all that comes after */
};
/** One line. `product` may be a ref that is in no catalogue. */
typedef struct aftersale_sale_line {
    aftersale_link product;      /**< required */
    aftersale_quantity quantity; /**< default one */
    aftersale_price price;       /**< of one; default: the product's */
    aftersale_money amount;      /**< default: quantity times price, half-even (S5); given, it wins */
    const char *specs;           /**< what reordering needs: "left-hand flue, RAL 9016" */
    aftersale_quantity returned; /**< out: how much of it came back; leave it out in commands */
    aftersale_link against;      /**< out, in returns: the sale this piece was set against */
} aftersale_sale_line;
/** Several of them; write it with AFTERSALE_LIST(sale_line, …). */
typedef struct aftersale_sale_lines {
    const aftersale_sale_line *items; /**< NULL with count 0: not given */
    size_t count;                     /**< how many */
    size_t item_size;                 /**< sizeof(aftersale_sale_line), so that items may grow */
} aftersale_sale_lines;

/** Arguments of aftersale_sale_record(). */
typedef struct aftersale_sale_record_args {
    size_t struct_size;               /**< filled in by AFTERSALE_ARGS */
    const char *ref;                  /**< required: your invoice or order number, 1 to 255 bytes */
    aftersale_link customer;          /**< required */
    int32_t stage;                    /**< default: AFTERSALE_STAGE_AFTER when sold is given, else _DESIRE */
    aftersale_sale_lines lines;       /**< at most 1000 */
    aftersale_money total;            /**< default: the sum of the lines; given, it must agree */
    aftersale_date promised;          /**< delivery promised for; of the four any may be missing: touches wait for it */
    aftersale_date sold;              /**< day of the sale */
    aftersale_date delivered;         /**< day of delivery */
    aftersale_date accepted;          /**< day on which the customer accepted it */
    aftersale_daytime promised_time;  /**< time on that day in the customer's zone, where known; so the next three */
    aftersale_daytime sold_time;      /**< time of the sale */
    aftersale_daytime delivered_time; /**< time of delivery */
    aftersale_daytime accepted_time;  /**< time of acceptance */
    const char *owner;                /**< actor who sold it; default: the customer's owner */
    const char *billing;              /**< terms to remember */
    const char *plan;                 /**< key of the plan to enrol in, in the same commit; "-": none; default: the
                                       *   first enrolment rule that fits, else one plan for each line whose product
                                       *   names one (S20) */
    const char *extra;                /**< your own fields, a JSON object */
    aftersale_time at;                /**< when it happened; default now */
    const char *idempotency;          /**< your key of this very call */
} aftersale_sale_record_args;
/** Records a sale, and starts its plan. The same ref with the same content gives the first id and changes nothing
 *  (S4). @param[out] out its id, may be NULL @return OK, EXISTS, NOT_FOUND (customer, plan), INVALID */
AFTERSALE_API aftersale_status aftersale_sale_record(aftersale_book *book, const aftersale_sale_record_args *args,
                                                     aftersale_id *out);

/** Arguments of aftersale_sale_put(). */
typedef struct aftersale_sale_put_args {
    size_t struct_size;               /**< filled in by AFTERSALE_ARGS */
    const char *ref;                  /**< required: your invoice or order number */
    aftersale_link customer;          /**< required for a new one */
    uint32_t flags;                   /**< AFTERSALE_PUT_NEW */
    int32_t stage;                    /**< as in aftersale_sale_record() */
    aftersale_sale_lines lines;       /**< given, they replace all; not below what has come back */
    aftersale_money total;            /**< must agree with the lines */
    aftersale_date promised;          /**< delivery promised for; of the four any may be missing: touches wait for it */
    aftersale_date sold;              /**< day of the sale */
    aftersale_date delivered;         /**< day of delivery */
    aftersale_date accepted;          /**< day on which the customer accepted it */
    aftersale_daytime promised_time;  /**< time on that day in the customer's zone, where known; so the next three */
    aftersale_daytime sold_time;      /**< time of the sale */
    aftersale_daytime delivered_time; /**< time of delivery */
    aftersale_daytime accepted_time;  /**< time of acceptance */
    const char *owner;                /**< actor who sold it */
    const char *billing;              /**< terms to remember */
    const char *plan;                 /**< as in aftersale_sale_record(), when the sale is new or only now sold */
    const char *extra;                /**< your own fields, a JSON object */
    aftersale_fields clear;           /**< fields to empty: AFTERSALE_FIELD_SALE_DELIVERED … */
    uint64_t expect;                  /**< revision you read; 0: any */
    aftersale_time at;                /**< when it happened; default now */
    const char *idempotency;          /**< your key of this very call */
} aftersale_sale_put_args;
/** Makes a sale, or changes the fields given (S4). Only touches not done and anchored on what changed move (S11);
 *  aftersale_book_effects() lists them with old and new dates. A plan that was drafted or promised becomes active
 *  when the sale reaches AFTERSALE_STAGE_AFTER. @param[out] out its id, may be NULL
 *  @return OK, EXISTS, NOT_FOUND, CONFLICT, INVALID */
AFTERSALE_API aftersale_status aftersale_sale_put(aftersale_book *book, const aftersale_sale_put_args *args,
                                                  aftersale_id *out);

/** Arguments of aftersale_sale_return(). */
typedef struct aftersale_sale_return_args {
    size_t struct_size;         /**< filled in by AFTERSALE_ARGS */
    const char *ref;            /**< required: your credit note */
    aftersale_link sale;        /**< sale it belongs to; or, where the paper names none, */
    aftersale_link customer;    /**< whose: each line is set against their latest earlier sales of that product, spills
                                 *   to earlier ones, and what is left is kept as a return without a sale */
    aftersale_sale_lines lines; /**< what came back, quantities above zero; none: the whole sale */
    aftersale_date returned;    /**< default: the day of `at` in the customer's zone */
    aftersale_daytime returned_time; /**< earlier sales of the same day count when they are earlier than this */
    const char *reason;         /**< why, in your own words */
    aftersale_time at;          /**< when it happened; default now */
    const char *idempotency;    /**< your key of this very call */
} aftersale_sale_return_args;
/** Takes a return (S12). A sale that has come back whole ends its plans; otherwise the steps for what is left stay.
 *  @param[out] out id of the return, may be NULL @return OK, EXISTS, NOT_FOUND, INVALID (more than that sale holds) */
AFTERSALE_API aftersale_status aftersale_sale_return(aftersale_book *book, const aftersale_sale_return_args *args,
                                                     aftersale_id *out);

/** One sale. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_sale_get(aftersale_book *book, aftersale_id id, const aftersale_sale **out);
/** The same by your own number. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_sale_find(aftersale_book *book, const char *ref, const aftersale_sale **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_sale_free(const aftersale_sale *sale);
/** Which sales. */
typedef struct aftersale_sale_list_args {
    size_t struct_size;                    /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer;               /**< of this customer; default: all */
    const char *owner;                     /**< sold by this actor */
    int32_t stage;                         /**< AFTERSALE_STAGE_… */
    aftersale_date sold_from;              /**< sold on this day or later */
    aftersale_date sold_until;             /**< sold before this day */
    const char *bookmark;                  /**< go on from here */
} aftersale_sale_list_args;
/** Sales in the order in which they were recorded. @param args NULL: all @param[out] out owned
 *  @return OK, NOT_FOUND (customer), INVALID */
AFTERSALE_API aftersale_status aftersale_sale_list(aftersale_book *book, const aftersale_sale_list_args *args,
                                                   aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_sale_next(aftersale_cursor *cursor, const aftersale_sale **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_SALE_ID = 1, AFTERSALE_FIELD_SALE_REF = 2, AFTERSALE_FIELD_SALE_CUSTOMER = 3,
    AFTERSALE_FIELD_SALE_STAGE = 4, AFTERSALE_FIELD_SALE_LINES = 5, AFTERSALE_FIELD_SALE_TOTAL = 6,
    AFTERSALE_FIELD_SALE_PROMISED = 7, AFTERSALE_FIELD_SALE_SOLD = 8, AFTERSALE_FIELD_SALE_DELIVERED = 9,
    AFTERSALE_FIELD_SALE_ACCEPTED = 10, AFTERSALE_FIELD_SALE_RETURNED = 11,
    AFTERSALE_FIELD_SALE_PROMISED_TIME = 12, AFTERSALE_FIELD_SALE_SOLD_TIME = 13,
    AFTERSALE_FIELD_SALE_DELIVERED_TIME = 14, AFTERSALE_FIELD_SALE_ACCEPTED_TIME = 15,
    AFTERSALE_FIELD_SALE_RETURNED_TIME = 16, AFTERSALE_FIELD_SALE_OWNER = 17, AFTERSALE_FIELD_SALE_BILLING = 18,
    AFTERSALE_FIELD_SALE_EXTRA = 19, AFTERSALE_FIELD_SALE_CREATED = 20, AFTERSALE_FIELD_SALE_RECORDED_AS = 21
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity. */
AFTERSALE_API aftersale_id aftersale_sale_id(const aftersale_sale *sale);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_sale_revision(const aftersale_sale *sale);
/** Your invoice or order number. */
AFTERSALE_API const char *aftersale_sale_ref(const aftersale_sale *sale);
/** Who bought. */
AFTERSALE_API aftersale_id aftersale_sale_customer(const aftersale_sale *sale);
/** How far the sale has come. */
AFTERSALE_API int32_t aftersale_sale_stage(const aftersale_sale *sale);
/** What is sold: how many. */
AFTERSALE_API size_t aftersale_sale_line_count(const aftersale_sale *sale);
/** One of them, or NULL past the end. */
AFTERSALE_API const aftersale_sale_line *aftersale_sale_line_at(const aftersale_sale *sale, size_t i);
/** Sum of the lines. */
AFTERSALE_API aftersale_money aftersale_sale_total(const aftersale_sale *sale);
/** Delivery promised. */
AFTERSALE_API aftersale_date aftersale_sale_promised(const aftersale_sale *sale);
/** Sold. */
AFTERSALE_API aftersale_date aftersale_sale_sold(const aftersale_sale *sale);
/** Delivered. */
AFTERSALE_API aftersale_date aftersale_sale_delivered(const aftersale_sale *sale);
/** Accepted by the customer. */
AFTERSALE_API aftersale_date aftersale_sale_accepted(const aftersale_sale *sale);
/** Returned in full. */
AFTERSALE_API aftersale_date aftersale_sale_returned(const aftersale_sale *sale);
/** Time of day promised, where known. */
AFTERSALE_API aftersale_daytime aftersale_sale_promised_time(const aftersale_sale *sale);
/** Time of day of the sale, where known. */
AFTERSALE_API aftersale_daytime aftersale_sale_sold_time(const aftersale_sale *sale);
/** Time of day of delivery, where known. */
AFTERSALE_API aftersale_daytime aftersale_sale_delivered_time(const aftersale_sale *sale);
/** Time of day of acceptance, where known. */
AFTERSALE_API aftersale_daytime aftersale_sale_accepted_time(const aftersale_sale *sale);
/** Time of day of the return, where known. */
AFTERSALE_API aftersale_daytime aftersale_sale_returned_time(const aftersale_sale *sale);
/** Actor who sold it. */
AFTERSALE_API const char *aftersale_sale_owner(const aftersale_sale *sale);
/** Billing terms to remember. */
AFTERSALE_API const char *aftersale_sale_billing(const aftersale_sale *sale);
/** Your own JSON object, kept verbatim; personal. */
AFTERSALE_API const char *aftersale_sale_extra(const aftersale_sale *sale);
/** When it was recorded. */
AFTERSALE_API aftersale_time aftersale_sale_created(const aftersale_sale *sale);

/** @} */
/** A return. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_return_get(aftersale_book *book, aftersale_id id,
                                                    const aftersale_return **out);
/** The same by the number of your credit note. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_return_find(aftersale_book *book, const char *ref,
                                                     const aftersale_return **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_return_free(const aftersale_return *record);
/** All returns in the order in which they were recorded. @param bookmark go on from here, or NULL
 *  @param[out] out owned @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_return_list(aftersale_book *book, const char *bookmark,
                                                     aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_return_next(aftersale_cursor *cursor, const aftersale_return **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_RETURN_ID = 1, AFTERSALE_FIELD_RETURN_REF = 2, AFTERSALE_FIELD_RETURN_CUSTOMER = 3,
    AFTERSALE_FIELD_RETURN_SALE = 4, AFTERSALE_FIELD_RETURN_RETURNED = 5, AFTERSALE_FIELD_RETURN_REASON = 6,
    AFTERSALE_FIELD_RETURN_LINES = 7, AFTERSALE_FIELD_RETURN_TOTAL = 8, AFTERSALE_FIELD_RETURN_CREATED = 9,
    AFTERSALE_FIELD_RETURN_RECORDED_AS = 10, AFTERSALE_FIELD_RETURN_RETURNED_TIME = 11
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity. */
AFTERSALE_API aftersale_id aftersale_return_id(const aftersale_return *record);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_return_revision(const aftersale_return *record);
/** Your credit note. */
AFTERSALE_API const char *aftersale_return_ref(const aftersale_return *record);
/** Who returned. */
AFTERSALE_API aftersale_id aftersale_return_customer(const aftersale_return *record);
/** Sale that was named; not given: found by product, latest first. */
AFTERSALE_API aftersale_id aftersale_return_sale(const aftersale_return *record);
/** When it came back. */
AFTERSALE_API aftersale_date aftersale_return_returned(const aftersale_return *record);
/** Time of day it came back, where known. */
AFTERSALE_API aftersale_daytime aftersale_return_returned_time(const aftersale_return *record);
/** Why, in your own words. */
AFTERSALE_API const char *aftersale_return_reason(const aftersale_return *record);
/** What came back; `against` says to which sale each piece was set: how many. */
AFTERSALE_API size_t aftersale_return_line_count(const aftersale_return *record);
/** One of them, or NULL past the end. */
AFTERSALE_API const aftersale_sale_line *aftersale_return_line_at(const aftersale_return *record, size_t i);
/** Sum of the lines. */
AFTERSALE_API aftersale_money aftersale_return_total(const aftersale_return *record);
/** When it was recorded. */
AFTERSALE_API aftersale_time aftersale_return_created(const aftersale_return *record);
/** @} */
AFTERSALE_END
#endif
