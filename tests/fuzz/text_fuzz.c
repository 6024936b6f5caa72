/* SPDX-License-Identifier: MIT */
/* UTF-8, held to a decoder written the long way; and the small texts that are read sign by sign. */
#include "fuzz/fuzz.h"
#include "value/date.h"
#include "value/text.h"

/* Bytes of the code point at the start; 0: none that may stand in a text. */
static size_t code_point(const uint8_t *data, size_t size)
{
    static const uint32_t least[] = {0, 1, 0x80, 0x800, 0x10000};
    size_t length = data[0] < 0x80       ? 1
                    : data[0] >> 5 == 6  ? 2
                    : data[0] >> 4 == 14 ? 3
                    : data[0] >> 3 == 30 ? 4
                                         : 0;
    if (length == 0 || length > size)
        return 0;
    uint32_t value = length == 1 ? data[0] : data[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if (data[i] >> 6 != 2)
            return 0;
        value = value << 6 | (data[i] & 0x3fu);
    }
    bool is_surrogate = value >= 0xd800 && value <= 0xdfff;
    return value < least[length] || value > 0x10ffff || is_surrogate ? 0 : length;
}

static void cut(const char *text, size_t size, size_t max)
{
    size_t kept = as__utf8_cut(text, size, max);
    ALWAYS(kept <= max && kept <= size);
    ALWAYS(!as__utf8_valid(text, size) || as__utf8_valid(text, kept));
    ALWAYS(!as__utf8_valid(text, size) || kept == size || max - kept < 4);
}

static void read_small_texts(const char *text)
{
    aftersale_date date, date_again;
    aftersale_time time, time_again;
    aftersale_daytime daytime;
    aftersale_id id;
    char written[AFTERSALE_TIME_TEXT], id_text[AFTERSALE_ID_TEXT];
    if (aftersale_date_parse(text, &date) == AFTERSALE_OK) {
        as__date_text(date, written);
        ALWAYS(aftersale_date_parse(written, &date_again) == AFTERSALE_OK);
        ALWAYS(as__date_compare(date, date_again) == 0);
    }
    if (aftersale_time_parse(text, &time) == AFTERSALE_OK && time.us != 0) {
        aftersale_time_text(time, written);
        ALWAYS(aftersale_time_parse(written, &time_again) == AFTERSALE_OK && time.us == time_again.us);
    }
    if (as__daytime_parse(text, &daytime))
        ALWAYS(as__daytime_valid(daytime));
    if (aftersale_id_parse(text, &id) == AFTERSALE_OK) {
        aftersale_id_text(id, id_text);
        ALWAYS(strlen(id_text) == AFTERSALE_ID_TEXT - 1);
    }
    (void)as__language_valid(text);
    (void)as__currency_decimals(text);
    (void)as__country_valid(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    size_t good = 0, next = 1;
    while (good < size && (next = code_point(data + good, size - good)) != 0)
        good += next;
    ALWAYS(as__utf8_prefix(text, size) == good);
    ALWAYS(as__utf8_valid(text, size) == (good == size));
    for (size_t max = 0; max <= size && max < 16; max++)
        cut(text, size, max);
    (void)as__text_has_control(text, good, true);
    (void)as__text_has_control(text, good, false);
    read_small_texts(text);
    free(text);
    return 0;
}
