/* SPDX-License-Identifier: MIT */
#include "value/text.h"

typedef struct currency {
    char code[4];
    int decimals;
} currency;

static const currency currencies[] = {
#define CURRENCY(code, decimals) {#code, decimals},
#include "value/currency.def"
#undef CURRENCY
};

static uint32_t packed(const char *code)
{
    return (uint32_t)(unsigned char)code[0] << 16 | (uint32_t)(unsigned char)code[1] << 8 |
           (unsigned char)code[2];
}

static bool three_capitals(const char *code)
{
    for (int i = 0; i < 3; i++) {
        if (code[i] < 'A' || code[i] > 'Z')
            return false;
    }
    return code[3] == '\0';
}

int as__currency_decimals(const char *code)
{
    if (code == NULL || !three_capitals(code))
        return -1;
    uint32_t wanted = packed(code);
    size_t first = 0, end = sizeof currencies / sizeof currencies[0];
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        uint32_t here = packed(currencies[middle].code);
        if (here == wanted)
            return currencies[middle].decimals;
        if (here < wanted)
            first = middle + 1;
        else
            end = middle;
    }
    return -1;
}

bool as__currency_valid(const char *code)
{
    return as__currency_decimals(code) >= 0;
}
