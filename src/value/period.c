/* SPDX-License-Identifier: MIT */
#include "value/period.h"
#include "base/checked.h"
#include "value/decimal.h"
#include "value/instant.h"
#include <string.h>

#define MONTHS_MAX 120000 /* 10,000 years */
#define DAYS_MAX 3652425
#define US_MAX (DAYS_MAX * AS__DAY)

/* Number and letter of one part: "12H". */
typedef struct part {
    int64_t number;
    int64_t us; /* of a number with decimals, which only seconds may have */
    bool has_decimals;
    char letter;
} part;

static bool read_part(const char **text, part *out)
{
    int64_t units, decimals;
    if (**text == '-' || !as__decimal_read(text, 6, &units, &decimals))
        return false;
    *out = (part){.number = units, .has_decimals = decimals > 0, .letter = *(*text)++};
    if (!out->has_decimals)
        return true;
    for (int64_t i = decimals; i < 6; i++) {
        if (!as__mul_i64(units, 10, &units))
            return false;
    }
    out->us = units;
    return out->letter == 'S';
}

static bool add_times(int64_t *sum, int64_t number, int64_t times, int64_t max)
{
    int64_t more;
    return as__mul_i64(number, times, &more) && as__add_i64(*sum, more, sum) && *sum <= max;
}

/* Letters must come in the order of `order`, each at most once: `order` moves on behind the one that was
 * found. */
static bool take_letter(const char **order, char letter)
{
    const char *found = letter == '\0' ? NULL : strchr(*order, letter);
    if (found == NULL)
        return false;
    *order = found + 1;
    return true;
}

static bool read_dates(const char **text, int64_t *months, int64_t *days)
{
    const char *order = "YMWD";
    part next;
    while (**text != '\0' && **text != 'T') {
        if (!read_part(text, &next) || !take_letter(&order, next.letter))
            return false;
        bool fits = next.letter == 'Y'   ? add_times(months, next.number, 12, MONTHS_MAX)
                    : next.letter == 'M' ? add_times(months, next.number, 1, MONTHS_MAX)
                    : next.letter == 'W' ? add_times(days, next.number, 7, DAYS_MAX)
                                         : add_times(days, next.number, 1, DAYS_MAX);
        if (!fits)
            return false;
    }
    return true;
}

static bool read_times(const char **text, int64_t *us)
{
    const char *order = "HMS";
    part next;
    do {
        if (!read_part(text, &next) || !take_letter(&order, next.letter))
            return false;
        bool fits = next.letter == 'H'   ? add_times(us, next.number, AS__HOUR, US_MAX)
                    : next.letter == 'M' ? add_times(us, next.number, AS__MINUTE, US_MAX)
                    : next.has_decimals  ? add_times(us, next.us, 1, US_MAX)
                                         : add_times(us, next.number, AS__SECOND, US_MAX);
        if (!fits)
            return false;
    } while (**text != '\0');
    return true;
}

static bool read_business_days(const char *text, int64_t *days)
{
    part only;
    if (!read_part(&text, &only) || only.letter != 'B' || *text != '\0' || only.number > DAYS_MAX)
        return false;
    *days = only.number;
    return true;
}

bool as__period_parse(const char *text, as__period *out)
{
    if (text == NULL)
        return false;
    int sign = *text == '-' ? -1 : 1;
    text += *text == '-';
    if (*text++ != 'P' || *text == '\0')
        return false;
    int64_t months = 0, days = 0, business_days = 0, us = 0;
    if (!read_business_days(text, &business_days)) {
        if (!read_dates(&text, &months, &days))
            return false;
        if (*text == 'T') {
            text++;
            if (!read_times(&text, &us))
                return false;
        }
    }
    *out =
        (as__period){(int32_t)months * sign, (int32_t)days * sign, (int32_t)business_days * sign, us * sign};
    return true;
}

bool as__period_is_negative(as__period period)
{
    return period.months < 0 || period.days < 0 || period.business_days < 0 || period.us < 0;
}

static int64_t magnitude(int64_t number)
{
    return number < 0 ? -number : number;
}

static char *write_part(char *out, int64_t number, char letter)
{
    if (number == 0)
        return out;
    out = as__decimal_write(number, 0, out);
    *out++ = letter;
    return out;
}

static char *write_seconds(char *out, int64_t us)
{
    if (us == 0)
        return out;
    int64_t decimals = 6;
    for (; decimals > 0 && us % 10 == 0; decimals--)
        us /= 10;
    out = as__decimal_write(us, decimals, out);
    *out++ = 'S';
    return out;
}

void as__period_text(as__period period, char out[AS__PERIOD_TEXT])
{
    char *end = out;
    if (as__period_is_zero(period)) {
        memcpy(out, "PT0S", sizeof "PT0S");
        return;
    }
    if (as__period_is_negative(period))
        *end++ = '-';
    *end++ = 'P';
    int64_t months = magnitude(period.months), days = magnitude(period.days);
    int64_t us = magnitude(period.us);
    end = write_part(end, months / 12, 'Y');
    end = write_part(end, months % 12, 'M');
    end = days % 7 == 0 ? write_part(end, days / 7, 'W') : write_part(end, days, 'D');
    end = write_part(end, magnitude(period.business_days), 'B');
    if (us != 0)
        *end++ = 'T';
    end = write_part(end, us / AS__HOUR, 'H');
    end = write_part(end, us % AS__HOUR / AS__MINUTE, 'M');
    end = write_seconds(end, us % AS__MINUTE);
    *end = '\0';
}
