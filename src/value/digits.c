/* SPDX-License-Identifier: MIT */
#include "value/digits.h"
#include "value/date.h"

bool as__digits_read(const char **text, int width, int *out)
{
    int number = 0;
    for (int i = 0; i < width; i++) {
        char digit = (*text)[i];
        if (digit < '0' || digit > '9')
            return false;
        number = number * 10 + (digit - '0');
    }
    *text += width;
    *out = number;
    return true;
}

char *as__digits_write(char *out, int width, uint32_t number)
{
    for (int i = width - 1; i >= 0; i--) {
        out[i] = (char)('0' + number % 10);
        number /= 10;
    }
    return out + width;
}

bool as__digits_read_date(const char **text, aftersale_date *out)
{
    const char *next = *text;
    int year, month, day;
    if (!as__digits_read(&next, 4, &year) || *next++ != '-' || !as__digits_read(&next, 2, &month))
        return false;
    if (*next++ != '-' || !as__digits_read(&next, 2, &day))
        return false;
    aftersale_date date = {(int16_t)year, (uint8_t)month, (uint8_t)day};
    if (!as__date_valid(date))
        return false;
    *text = next;
    *out = date;
    return true;
}

char *as__digits_date(aftersale_date date, char *out)
{
    out = as__digits_write(out, 4, (uint32_t)date.year);
    *out++ = '-';
    out = as__digits_write(out, 2, date.month);
    *out++ = '-';
    return as__digits_write(out, 2, date.day);
}
