/* SPDX-License-Identifier: MIT */
/* The rules of touches as a reader of the plans would check them by hand, apart from the library: what was said, what
 * was made, hours, days off, caps and gaps. Civil time is that of the C library. */
#ifndef PLAIN_RULES_H
#define PLAIN_RULES_H
#include <aftersale.h>
#include <stdbool.h>
#include <stdint.h>

#define PLAIN_DAY INT64_C(86400)
#define PLAIN_WEEKENDS_FREE 0x60u /* bit 0 Monday */

/* Hours of a channel, in minutes of the day, until exclusive. A channel without any is open all day. */
typedef struct plain_hours {
    const char *channel;
    uint32_t weekdays; /* bit 0 Monday */
    int from, until;
} plain_hours;

typedef struct plain_step {
    char key[32];
    bool is_off_on_holidays; /* moved off days off, or not made on them */
    bool is_case;            /* waits for no cap and no gap, and has no last moment */
} plain_step;

typedef struct plain_plan {
    char key[16];
    plain_step steps[16];
    size_t step_count;
    plain_hours hours[8];
    size_t hours_count;
} plain_plan;

/* At most so many contacts in any so many days: of a channel, of a class, of all. */
typedef struct plain_cap {
    int most, days;
    const char *channel;
    int32_t of_class;
} plain_cap;

typedef struct plain_region {
    char key[8];
    uint32_t weekend; /* bit 0 Monday */
    aftersale_date *holidays;
    size_t holiday_count;
} plain_region;

typedef struct plain_book {
    plain_plan plans[4];
    size_t plan_count;
    plain_cap caps[4];
    size_t cap_count;
    int gap_days;                /* 0: none */
    int quiet_from, quiet_until; /* minutes of the day, over midnight; equal: none */
    uint32_t presumed;           /* purposes */
    plain_region regions[4];
    size_t region_count;
} plain_book;

typedef struct plain_answer {
    const char *channel; /* NULL: every channel */
    uint32_t purposes;
    bool is_yes;
} plain_answer;

typedef struct plain_contact {
    int64_t at; /* seconds since 1970 */
    char channel[8];
    int32_t of_class;
    aftersale_id touch;
} plain_contact;

typedef struct plain_customer {
    char ref[16];
    const char *zone, *region; /* "": no calendar */
    plain_answer *answers;     /* in the order in which they were given */
    size_t answer_count;
    plain_contact *contacts;
    size_t contact_count;
} plain_customer;

/* What is wrong with making a touch now; NULL: nothing. */
const char *plain_fault(const plain_book *book, const plain_customer *customer, const aftersale_touch *touch,
                        int64_t now);
bool plain_note_answer(plain_customer *customer, plain_answer answer);
bool plain_note_contact(plain_customer *customer, const aftersale_touch *touch, int64_t at);
bool plain_note_holiday(plain_region *region, aftersale_date day);
plain_customer *plain_find_customer(plain_customer *customers, size_t count, const char *ref);
void plain_free(plain_book *book, plain_customer *customers, size_t count);

/* The clock on a wall, as seconds since 1970 of a clock that never changes. */
int64_t plain_wall(const char *zone, int64_t at);
/* Nine in the morning so many months after a day, on its last day where the month is shorter; as plain_wall(). */
int64_t plain_nine_months_after(aftersale_date day, int months);
#endif
