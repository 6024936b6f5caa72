/* SPDX-License-Identifier: MIT */
/** @file value.h  Ids, dates, times, money: plain structs, all zero when not given, no hidden parts. */
#ifndef AFTERSALE_VALUE_H
#define AFTERSALE_VALUE_H
#include "base.h"
AFTERSALE_BEGIN

/** Identity of anything. All zero: not given. A UUID of version 8 (RFC 9562) that names its book. */
typedef struct aftersale_id {
    uint8_t bytes[16]; /**< in the order of the text form */
} aftersale_id;
/** Names another record: by our id, or by the ref you gave it. Give one; if both, they must agree. */
typedef struct aftersale_link {
    aftersale_id id; /**< all zero: not given */
    const char *ref; /**< NULL: not given */
} aftersale_link;
/** A civil day, years 1 to 9999: `{ 2026, 11, 21 }`. Day 0: not given. */
typedef struct aftersale_date {
    int16_t year;  /**< 1 to 9999 */
    uint8_t month; /**< 1 to 12 */
    uint8_t day;   /**< 1 to 31; 0: not given */
} aftersale_date;
/** Wall-clock time beside a date: `{ 1, 9, 30, 0 }` is half past nine. given 0: the hour is not known. */
typedef struct aftersale_daytime {
    uint8_t given;  /**< 1, or 0: the hour is not known */
    uint8_t hour;   /**< 0 to 23 */
    uint8_t minute; /**< 0 to 59 */
    uint8_t second; /**< 0 to 59 */
} aftersale_daytime;
/** An instant: microseconds since 1970-01-01T00:00Z. 0: not given (exports write 1970 for "nothing"; so do we). */
typedef struct aftersale_time {
    int64_t us; /**< microseconds since 1970-01-01T00:00Z, years 1 to 9999 */
} aftersale_time;
/** Amount in minor units and ISO 4217 code (S5): `{ 129900, "GBP" }` is 1,299.00 pounds. Empty code: not given. */
typedef struct aftersale_money {
    int64_t minor;    /**< minor units of the currency, at most 10^15 either way */
    char currency[8]; /**< ISO 4217 code and NULs; "": not given */
} aftersale_money;
/** A unit price may be finer than an amount: `{ 1, "GBP", 3 }` is 0.001 pounds; decimals counts from the major
 *  unit, at most six more than the currency's own. Empty code: not given. */
typedef struct aftersale_price {
    int64_t units;    /**< the number without its point */
    char currency[4]; /**< ISO 4217 code and NUL; "": not given */
    int32_t decimals; /**< how many digits of units stand behind the point */
} aftersale_price;
/** A count or measure: `{ 6, 0 }` is six, `{ 15, 1 }` is 1.5; decimals 0 to 6. Both zero: not given, which a
 *  sale line takes for one. */
typedef struct aftersale_quantity {
    int64_t units;    /**< the number without its point */
    int64_t decimals; /**< how many digits of units stand behind the point, 0 to 6 */
} aftersale_quantity;
/** Several texts; borrowed for the length of the call. */
typedef struct aftersale_texts {
    const char *const *items; /**< NULL: not given */
    size_t count;             /**< how many */
} aftersale_texts;
/** Several field tags of a kind, for `clear`. */
typedef struct aftersale_fields {
    const int32_t *items; /**< AFTERSALE_FIELD_… of one kind */
    size_t count;         /**< how many */
} aftersale_fields;
/** Bytes, borrowed. */
typedef struct aftersale_bytes {
    const uint8_t *data; /**< the first of them */
    size_t size;         /**< how many */
} aftersale_bytes;

/** Bytes for the 36 letters of an id and the closing NUL. */
#define AFTERSALE_ID_TEXT 37
/** Writes the usual text form of `id`. Any thread. */
AFTERSALE_API void aftersale_id_text(aftersale_id id, char out[37]);
/** Reads the text form. Any thread. @return OK, or INVALID and `out` untouched */
AFTERSALE_API aftersale_status aftersale_id_parse(const char *text, aftersale_id *out);
/** Bytes that hold any money text and its closing NUL. */
#define AFTERSALE_MONEY_TEXT 32
/** Writes "1299.00 GBP"; "" when not given. Any thread. */
AFTERSALE_API void aftersale_money_text(aftersale_money money, char out[32]);
/** Reads "1299.00 GBP", the one text form of money, in JSON too (S5). Any thread. @return OK or INVALID */
AFTERSALE_API aftersale_status aftersale_money_parse(const char *text, aftersale_money *out);
/** Reads a unit price, "0.001 GBP": as money, with up to six decimals more (S5). Any thread. @return OK or INVALID */
AFTERSALE_API aftersale_status aftersale_price_parse(const char *text, aftersale_price *out);
/** Reads "2026-11-21", years 0001 to 9999. Any thread. @return OK or INVALID */
AFTERSALE_API aftersale_status aftersale_date_parse(const char *text, aftersale_date *out);
/** Reads RFC 3339, zone required: "2026-11-21T09:30:00Z". Any thread. @return OK or INVALID */
AFTERSALE_API aftersale_status aftersale_time_parse(const char *text, aftersale_time *out);
/** Bytes that hold any instant's text and its closing NUL. */
#define AFTERSALE_TIME_TEXT 32
/** Writes "2026-11-21T09:30:00Z", with as many decimals as the instant has; "" when not given. Any thread. */
AFTERSALE_API void aftersale_time_text(aftersale_time time, char out[32]);
/** Microseconds from whole seconds since 1970. Any thread. */
AFTERSALE_API aftersale_time aftersale_time_from_seconds(int64_t seconds);
AFTERSALE_END
#endif
