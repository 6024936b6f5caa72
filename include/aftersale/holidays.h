/* SPDX-License-Identifier: MIT */
/** @file holidays.h  Calendars: which days are off in a region, weekends and holidays, as dated data that you load (S34).
 *
 * A calendar holds for every customer, address and actor whose `region` is its key; for customers without a region, or
 * whose region has no calendar, it holds where their `country` is. Keys are compared byte for byte. Where no calendar is
 * loaded, Saturday and Sunday are off. Loading changes no touch: dates are worked out anew when they are asked for. */
#ifndef AFTERSALE_HOLIDAYS_H
#define AFTERSALE_HOLIDAYS_H
#include "cursor.h"
AFTERSALE_BEGIN
/** Days of a week; add them up. */
enum {
    AFTERSALE_WEEKDAY_MONDAY = 1,    /**< Monday */
    AFTERSALE_WEEKDAY_TUESDAY = 2,   /**< Tuesday */
    AFTERSALE_WEEKDAY_WEDNESDAY = 4, /**< Wednesday */
    AFTERSALE_WEEKDAY_THURSDAY = 8,  /**< Thursday */
    AFTERSALE_WEEKDAY_FRIDAY = 16,   /**< Friday */
    AFTERSALE_WEEKDAY_SATURDAY = 32, /**< Saturday */
    AFTERSALE_WEEKDAY_SUNDAY = 64,   /**< Sunday */
    AFTERSALE_WEEKDAY_NONE = 128     /**< alone: no day */
};
/** One holiday. */
typedef struct aftersale_holiday {
    aftersale_date day; /**< required: the civil day */
    const char *name;   /**< its name, up to 100 bytes */
} aftersale_holiday;
/** Several of them, by day; write it with AFTERSALE_LIST(holiday, …). */
typedef struct aftersale_holidays {
    const aftersale_holiday *items; /**< NULL with count 0: not given */
    size_t count;                   /**< how many */
    size_t item_size;               /**< sizeof(aftersale_holiday), so that items may grow */
} aftersale_holidays;
/** The weekend, from a day on: weekends change by law. */
typedef struct aftersale_weekend {
    uint32_t days;       /**< required: AFTERSALE_WEEKDAY_…, never all seven */
    aftersale_date from; /**< from when on; the first holds before its day, too, and may leave it out */
} aftersale_weekend;
/** Several of them, by day; write it with AFTERSALE_LIST(weekend, …). */
typedef struct aftersale_weekends {
    const aftersale_weekend *items; /**< NULL with count 0: not given */
    size_t count;                   /**< how many */
    size_t item_size;               /**< sizeof(aftersale_weekend), so that items may grow */
} aftersale_weekends;
/** Arguments of aftersale_calendar_load(). */
typedef struct aftersale_calendar_load_args {
    size_t struct_size;          /**< filled in by AFTERSALE_ARGS */
    const char *key;             /**< required: region or country it is of, as you write them: "GB-ENG", 1 to 16 bytes */
    aftersale_weekends weekends; /**< default Saturday and Sunday; at most 64 */
    aftersale_holidays holidays; /**< each day once; at most 1000 */
    aftersale_date from;         /**< first day of which the holidays are known; default 1 January of the first one's year */
    aftersale_date until;        /**< day behind the last such; default 1 January after the last one's year */
    aftersale_time at;           /**< default now */
    const char *idempotency;     /**< your key of this very call */
} aftersale_calendar_load_args;
/** Loads a calendar, whole: the next version under its key, which holds at once, in all runs of plans. Equal to the newest
 *  version: that one, and nothing is done. What is claimed or made already stays. Outside of `from` and `until`, which
 *  are at most 200 years apart, weekends alone are off. A touch that counts business days and that a new version makes
 *  due earlier comes up in worklists when its run is changed: at the latest when it was due before. @param[out] out id of the
 *  version, may be NULL @return OK; INVALID (days that are not in order, a week without a working day); LIMIT (more than
 *  1000 keys) */
AFTERSALE_API aftersale_status aftersale_calendar_load(aftersale_book *book, const aftersale_calendar_load_args *args,
                                                       aftersale_id *out);
/** One version by its id. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_calendar_get(aftersale_book *book, aftersale_id id,
                                                      const aftersale_calendar **out);
/** The newest version (version 0) or a given one. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_calendar_find(aftersale_book *book, const char *key, int32_t version,
                                                       const aftersale_calendar **out);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_calendar_free(const aftersale_calendar *calendar);
/** All versions of all calendars, by key. @param bookmark go on from here, or NULL @param[out] out owned
 *  @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_calendar_list(aftersale_book *book, const char *bookmark,
                                                       aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_calendar_next(aftersale_cursor *cursor, const aftersale_calendar **out);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_CALENDAR_ID = 1, AFTERSALE_FIELD_CALENDAR_KEY = 2, AFTERSALE_FIELD_CALENDAR_VERSION = 3,
    AFTERSALE_FIELD_CALENDAR_WEEKENDS = 4, AFTERSALE_FIELD_CALENDAR_HOLIDAYS = 5,
    AFTERSALE_FIELD_CALENDAR_FROM = 6, AFTERSALE_FIELD_CALENDAR_UNTIL = 7, AFTERSALE_FIELD_CALENDAR_LOADED = 8
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity, derived from key and version. */
AFTERSALE_API aftersale_id aftersale_calendar_id(const aftersale_calendar *calendar);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_calendar_revision(const aftersale_calendar *calendar);
/** Region or country it is of. */
AFTERSALE_API const char *aftersale_calendar_key(const aftersale_calendar *calendar);
/** 1, 2, 3 …. */
AFTERSALE_API int32_t aftersale_calendar_version(const aftersale_calendar *calendar);
/** Weekends, by day: how many. */
AFTERSALE_API size_t aftersale_calendar_weekend_count(const aftersale_calendar *calendar);
/** One of them, or NULL past the end. */
AFTERSALE_API const aftersale_weekend *aftersale_calendar_weekend_at(const aftersale_calendar *calendar, size_t i);
/** Holidays, by day: how many. */
AFTERSALE_API size_t aftersale_calendar_holiday_count(const aftersale_calendar *calendar);
/** One of them, or NULL past the end. */
AFTERSALE_API const aftersale_holiday *aftersale_calendar_holiday_at(const aftersale_calendar *calendar, size_t i);
/** First day of which the holidays are known; not given: no holiday is. */
AFTERSALE_API aftersale_date aftersale_calendar_from(const aftersale_calendar *calendar);
/** The day behind the last such. */
AFTERSALE_API aftersale_date aftersale_calendar_until(const aftersale_calendar *calendar);
/** When this version was recorded. */
AFTERSALE_API aftersale_time aftersale_calendar_loaded(const aftersale_calendar *calendar);
/** @} */
AFTERSALE_END
#endif
