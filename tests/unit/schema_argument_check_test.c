/* SPDX-License-Identifier: MIT */
/* S4, S69: every argument is checked by its table; each problem names its place and never a value. */
#include "schema/argument_text.h"
#include "schema/arguments.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static as__problems problems;

static void check(int32_t command, const void *args)
{
    as__problems_init(&problems, &as__memory_system);
    as__arguments_check(as__arguments_of(command), args, NULL, &problems);
    cr_assert_str_eq(problems.path, "");
    cr_assert_not(problems.failed);
}

static void is_good(int32_t command, const void *args)
{
    check(command, args);
    cr_assert_eq(problems.count, 0, "%s: %s %s", aftersale_command_name(command), problems.items[0].path,
                 problems.items[0].text);
    as__problems_free(&problems);
}

/* Exactly this problem. */
static void is_bad(int32_t command, const void *args, const char *path, as__message message)
{
    check(command, args);
    cr_assert_eq(problems.count, 1, "%s: %zu problems", path, problems.count);
    cr_assert_str_eq(problems.items[0].path, path);
    cr_assert_eq(problems.items[0].number, (int32_t)message, "%s: %s", path, problems.items[0].text);
    as__problems_free(&problems);
}

#define CUSTOMER(...) AFTERSALE_DO_CUSTOMER_PUT, AFTERSALE_ARGS(customer_put, .ref = "C-1", __VA_ARGS__)
#define SALE(...)                                                                                            \
    AFTERSALE_DO_SALE_RECORD, AFTERSALE_ARGS(sale_record, .ref = "S-1", .customer.ref = "C-1", __VA_ARGS__)
#define PRODUCT(...) AFTERSALE_DO_PRODUCT_PUT, AFTERSALE_ARGS(product_put, .ref = "P-1", __VA_ARGS__)

Test(schema_argument_check, good)
{
    is_good(CUSTOMER(.type = AFTERSALE_CUSTOMER_ORGANISATION, .name = "Zoë & Söhne", .zone = "Europe/Berlin",
                     .language = "de-AT", .country = "AT", .region = "AT-9", .owner = "ann",
                     .contacts = AFTERSALE_LIST(
                         contact,
                         {.channel = "phone", .address = "+43 1", .consent = 5, .consent_source = "form"},
                         {.channel = "post",
                          .address = "Gasse 1\n1010 Wien",
                          .from = {2026, 1, 1},
                          .until = {2027, 1, 1}}),
                     .tags = AFTERSALE_TEXTS("vip", "gas"), .extra = "{\"a\": [1, 2]}",
                     .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_CUSTOMER_TIER), .at = {1}));
    is_good(
        SALE(.lines = AFTERSALE_LIST(
                 sale_line,
                 {.product.ref = "B24", .quantity = {15, 1}, .price = {1, "GBP", 8}, .amount = {-5, "JPY"}}),
             .total = {1000000000000000, "GBP"}, .sold = {2024, 2, 29}, .sold_time = {1, 23, 59, 59}));
    is_good(PRODUCT(.use_up = "P6M", .service_every = "P1Y"));
}

Test(schema_argument_check, required) /* S4 */
{
    is_bad(AFTERSALE_DO_CUSTOMER_PUT, AFTERSALE_ARGS(customer_put, .name = "x"), "ref", AS__MESSAGE_REQUIRED);
    is_bad(AFTERSALE_DO_CUSTOMER_PUT, AFTERSALE_ARGS(customer_put, .ref = ""), "ref", AS__MESSAGE_REQUIRED);
    is_bad(AFTERSALE_DO_SALE_RECORD, AFTERSALE_ARGS(sale_record, .ref = "S"), "customer",
           AS__MESSAGE_REQUIRED);
    is_bad(AFTERSALE_DO_TOUCH_CLAIM, AFTERSALE_ARGS(touch_claim, .actor = "ann"), "touch",
           AS__MESSAGE_REQUIRED);
    is_bad(AFTERSALE_DO_CONSENT_SET,
           AFTERSALE_ARGS(consent_set, .customer.ref = "C", .purposes = 4, .answer = 2, .source = ""),
           "source", AS__MESSAGE_REQUIRED);
    is_bad(CUSTOMER(.owner = ""), "owner", AS__MESSAGE_REQUIRED);
    is_bad(CUSTOMER(.referred_by.ref = ""), "referred_by", AS__MESSAGE_REQUIRED);
}

Test(schema_argument_check, texts)
{
    char ref[257];
    memset(ref, 'r', sizeof ref);
    ref[255] = '\0';
    is_good(AFTERSALE_DO_CUSTOMER_PUT, AFTERSALE_ARGS(customer_put, .ref = ref));
    ref[255] = 'r';
    ref[256] = '\0';
    is_bad(AFTERSALE_DO_CUSTOMER_PUT, AFTERSALE_ARGS(customer_put, .ref = ref), "ref", AS__MESSAGE_TOO_LONG);
    is_bad(CUSTOMER(.name = "a\xC3"), "name", AS__MESSAGE_NOT_UTF8);
    is_bad(CUSTOMER(.name = "two\nlines"), "name", AS__MESSAGE_CONTROL_SIGN);
    is_bad(CUSTOMER(.name = "\xC2\x85"), "name", AS__MESSAGE_CONTROL_SIGN);
    is_good(CUSTOMER(.name = ""));
    aftersale_id touch = {.bytes = {1}};
    is_good(AFTERSALE_DO_TOUCH_DONE,
            AFTERSALE_ARGS(touch_done, .touch = touch, .outcome = 1, .note = "two\n\tlines"));
    is_bad(AFTERSALE_DO_TOUCH_DONE,
           AFTERSALE_ARGS(touch_done, .touch = touch, .outcome = 1, .note = "bell\a"), "note",
           AS__MESSAGE_CONTROL_SIGN);
}

Test(schema_argument_check, meanings)
{
    is_bad(CUSTOMER(.language = "not a tag"), "language", AS__MESSAGE_NOT_A_LANGUAGE);
    is_bad(CUSTOMER(.country = "at"), "country", AS__MESSAGE_NOT_A_CHOICE);
    is_bad(CUSTOMER(.zone = ""), "zone", AS__MESSAGE_REQUIRED);
    is_bad(AFTERSALE_DO_SETTINGS_PUT, AFTERSALE_ARGS(settings_put, .currency = "XYZ"), "currency",
           AS__MESSAGE_NOT_A_CURRENCY);
    is_bad(PRODUCT(.use_up = "six months"), "use_up", AS__MESSAGE_NOT_A_PERIOD);
    is_bad(PRODUCT(.service_every = "PT0S"), "service_every", AS__MESSAGE_ZERO);
    is_bad(PRODUCT(.service_every = "-P1D"), "service_every", AS__MESSAGE_NEGATIVE);
    is_bad(AFTERSALE_DO_SETTINGS_PUT,
           AFTERSALE_ARGS(settings_put, .channels = AFTERSALE_TEXTS("chat", "Fax 2")), "channels[1]",
           AS__MESSAGE_NOT_A_CHOICE);
}

Test(schema_argument_check, zones) /* S31 */
{
    as__zones *zones;
    as__problems_init(&problems, &as__memory_system);
    cr_assert_eq(as__zones_new(&as__memory_system, NULL, NULL, NULL, &zones), AFTERSALE_OK);
    as__arguments_check(as__arguments_of(AFTERSALE_DO_CUSTOMER_PUT),
                        AFTERSALE_ARGS(customer_put, .ref = "C", .zone = "Europe/Nowhere"), zones, &problems);
    cr_assert_eq(problems.count, 1);
    cr_assert_str_eq(problems.items[0].path, "zone");
    cr_assert_eq(problems.items[0].number, AS__MESSAGE_NOT_A_ZONE);
    as__problems_free(&problems);
    as__zones_free(zones);
}

Test(schema_argument_check, extra)
{
    is_bad(CUSTOMER(.extra = "[1]"), "extra", AS__MESSAGE_WRONG_TYPE);
    is_bad(CUSTOMER(.extra = "{\"a\":1,\n\"a\":2}"), "extra", AS__MESSAGE_DUPLICATE_KEY);
    is_bad(CUSTOMER(.extra = "{"), "extra", AS__MESSAGE_NOT_JSON);
    is_bad(CUSTOMER(.extra = ""), "extra", AS__MESSAGE_REQUIRED);
    char *large = malloc(16384 + 2);
    memset(large, ' ', 16384 + 1);
    large[0] = '{';
    large[1] = '}';
    large[16384] = '\0';
    is_good(CUSTOMER(.extra = large));
    large[16384] = ' ';
    large[16385] = '\0';
    is_bad(CUSTOMER(.extra = large), "extra", AS__MESSAGE_TOO_LONG);
    free(large);
}

Test(schema_argument_check, choices)
{
    is_bad(CUSTOMER(.type = 3), "type", AS__MESSAGE_NOT_A_CHOICE);
    is_bad(CUSTOMER(.type = -1), "type", AS__MESSAGE_NOT_A_CHOICE);
    is_bad(CUSTOMER(.flags = 2), "flags", AS__MESSAGE_NOT_A_CHOICE);
    is_good(CUSTOMER(.flags = AFTERSALE_PUT_NEW));
    is_bad(AFTERSALE_DO_CONSENT_SET,
           AFTERSALE_ARGS(consent_set, .customer.ref = "C", .purposes = 36, .answer = 2, .source = "x"),
           "purposes", AS__MESSAGE_NOT_A_CHOICE);
    is_bad(AFTERSALE_DO_CONSENT_SET,
           AFTERSALE_ARGS(consent_set, .customer.ref = "C", .purposes = 4,
                          .answer = AFTERSALE_CONSENT_UNKNOWN, .source = "x"),
           "answer", AS__MESSAGE_NOT_A_CHOICE);
    is_good(AFTERSALE_DO_SETTINGS_PUT, AFTERSALE_ARGS(settings_put, .presume = AFTERSALE_PURPOSE_NONE));
    is_bad(AFTERSALE_DO_SETTINGS_PUT, AFTERSALE_ARGS(settings_put, .presume = AFTERSALE_PURPOSE_NONE | 1),
           "presume", AS__MESSAGE_NOT_A_CHOICE);
    is_bad(AFTERSALE_DO_ENROL, AFTERSALE_ARGS(enrol, .plan = "p", .version = -1), "version",
           AS__MESSAGE_OUT_OF_RANGE);
}

Test(schema_argument_check, dates)
{
    static const aftersale_date bad[] = {{2026, 2, 29}, {2026, 13, 1}, {0, 1, 1},   {10000, 1, 1},
                                         {2026, 1, 0},  {0, 1, 0},     {2026, 0, 1}};
    for (size_t i = 0; i < COUNT(bad); i++)
        is_bad(SALE(.delivered = bad[i]), "delivered", AS__MESSAGE_NOT_A_DATE);
    is_bad(SALE(.sold_time = {1, 24, 0, 0}), "sold_time", AS__MESSAGE_NOT_A_TIME_OF_DAY);
    is_bad(SALE(.sold_time = {0, 9, 0, 0}), "sold_time", AS__MESSAGE_NOT_A_TIME_OF_DAY);
    is_bad(SALE(.at = {INT64_MAX}), "at", AS__MESSAGE_NOT_A_TIME);
}

#define LINE(...) SALE(.lines = AFTERSALE_LIST(sale_line, {.product.ref = "A"}, {__VA_ARGS__}))

Test(schema_argument_check, amounts) /* S5 */
{
    is_bad(SALE(.total = {1, "ABC"}), "total", AS__MESSAGE_NOT_A_CURRENCY);
    is_bad(SALE(.total = {1, ""}), "total", AS__MESSAGE_NOT_A_CURRENCY);
    is_bad(SALE(.total = {1, "GBPX"}), "total", AS__MESSAGE_NOT_A_CURRENCY);
    is_bad(SALE(.total = {1000000000000001, "GBP"}), "total", AS__MESSAGE_OUT_OF_RANGE);
    is_bad(SALE(.total = {INT64_MIN, "GBP"}), "total", AS__MESSAGE_OUT_OF_RANGE);
    is_bad(PRODUCT(.price = {1, {'G', 'B', 'P', 'X'}, 2}), "price", AS__MESSAGE_NOT_A_CURRENCY);
    is_bad(LINE(.product.ref = "B", .price = {1, "GBP", 9}), "lines[1].price", AS__MESSAGE_OUT_OF_RANGE);
    is_bad(LINE(.product.ref = "B", .price = {1, "GBP", -1}), "lines[1].price", AS__MESSAGE_OUT_OF_RANGE);
    is_bad(LINE(.product.ref = "B", .quantity = {1, 7}), "lines[1].quantity", AS__MESSAGE_OUT_OF_RANGE);
    is_bad(LINE(.product.ref = "B", .quantity = {1, -1}), "lines[1].quantity", AS__MESSAGE_OUT_OF_RANGE);
}

Test(schema_argument_check, lists)
{
    is_bad(LINE(.specs = "x"), "lines[1].product", AS__MESSAGE_REQUIRED);
    is_bad(CUSTOMER(.contacts = AFTERSALE_LIST(contact, {.channel = "E-mail", .address = "x"})),
           "contacts[0].channel", AS__MESSAGE_NOT_A_CHOICE);
    is_bad(CUSTOMER(.contacts = AFTERSALE_LIST(contact, {.channel = "email", .address = "x", .consent = 4})),
           "contacts[0].consent_source", AS__MESSAGE_REQUIRED);
    is_bad(CUSTOMER(.contacts = AFTERSALE_LIST(
                        contact,
                        {.channel = "email", .address = "x", .from = {2026, 1, 2}, .until = {2026, 1, 2}})),
           "contacts[0].until", AS__MESSAGE_NOT_AFTER);
    is_bad(CUSTOMER(.tags = AFTERSALE_TEXTS("a", "")), "tags[1]", AS__MESSAGE_REQUIRED);
    is_bad(CUSTOMER(.tags = AFTERSALE_TEXTS("a\nb")), "tags[0]", AS__MESSAGE_CONTROL_SIGN);
    const char *many[65];
    for (size_t i = 0; i < COUNT(many); i++)
        many[i] = "t";
    is_good(CUSTOMER(.tags = {many, 64}));
    is_bad(CUSTOMER(.tags = {many, 65}), "tags", AS__MESSAGE_TOO_MANY);
    is_bad(CUSTOMER(.tags = {NULL, 1}), "tags", AS__MESSAGE_REQUIRED);
    is_bad(AFTERSALE_DO_ACTOR_PUT,
           AFTERSALE_ARGS(actor_put, .ref = "ann",
                          .absences = AFTERSALE_LIST(absence, {.from = {2026, 5, 2}, .until = {2026, 5, 1}})),
           "absences[0].until", AS__MESSAGE_NOT_AFTER);
}

/* What the library works out is no business of a command: a line that was read may be given back. */
Test(schema_argument_check, derived_fields_of_items)
{
    is_good(LINE(.product.ref = "B", .returned = {1, 77}, .against.ref = ""));
}

Test(schema_argument_check, item_size)
{
    typedef struct newer {
        aftersale_contact known;
        const char *more;
    } newer;
    newer items[] = {{.known = {.channel = "phone", .address = "1"}},
                     {.known = {.channel = "Phone", .address = "2"}}};
    is_bad(CUSTOMER(.contacts = {&items[0].known, 2, sizeof(newer)}), "contacts[1].channel",
           AS__MESSAGE_NOT_A_CHOICE);
    items[1].known.channel = "phone";
    is_good(CUSTOMER(.contacts = {&items[0].known, 2, sizeof(newer)}));
    items[1].more = "x";
    is_bad(CUSTOMER(.contacts = {&items[0].known, 2, sizeof(newer)}), "contacts", AS__MESSAGE_ABI);
    is_bad(CUSTOMER(.contacts = {&items[0].known, 1, sizeof(aftersale_contact) - 1}), "contacts",
           AS__MESSAGE_ABI);
    is_bad(CUSTOMER(.contacts = {&items[0].known, 1, 0}), "contacts", AS__MESSAGE_ABI);
}

Test(schema_argument_check, clear)
{
    static const int32_t bad[] = {AFTERSALE_FIELD_CUSTOMER_ID,
                                  AFTERSALE_FIELD_CUSTOMER_REF,
                                  AFTERSALE_FIELD_CUSTOMER_CREATED,
                                  AFTERSALE_FIELD_CUSTOMER_ANSWERS,
                                  0,
                                  99,
                                  -1};
    for (size_t i = 0; i < COUNT(bad); i++)
        is_bad(CUSTOMER(.clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_CUSTOMER_TIER, bad[i])), "clear[1]",
               AS__MESSAGE_NOT_A_CHOICE);
    is_good(AFTERSALE_DO_SETTINGS_PUT,
            AFTERSALE_ARGS(settings_put, .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_SETTINGS_CURRENCY,
                                                                   AFTERSALE_FIELD_SETTINGS_CHANNELS)));
    is_bad(AFTERSALE_DO_SETTINGS_PUT,
           AFTERSALE_ARGS(settings_put, .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_SETTINGS_RULES)),
           "clear[0]", AS__MESSAGE_NOT_A_CHOICE);
}

Test(schema_argument_check, links)
{
    aftersale_id id = {.bytes = {1}};
    is_good(AFTERSALE_DO_PLAN_MOVE, AFTERSALE_ARGS(plan_move, .enrolment.id = id, .state = 3));
    is_bad(AFTERSALE_DO_PLAN_MOVE, AFTERSALE_ARGS(plan_move, .enrolment.ref = "E", .state = 3), "enrolment",
           AS__MESSAGE_NOT_AN_ID);
}

/* S69 */
Test(schema_argument_check, no_value_in_any_text)
{
    check(CUSTOMER(.name = "Secret\n", .language = "Secret!", .country = "Secret", .zone = "Secret",
                   .owner = "Secret\t", .extra = "{\"a\": Secret}", .tags = AFTERSALE_TEXTS("Secret\n"),
                   .contacts = AFTERSALE_LIST(contact, {.channel = "Secret", .address = "Secret\a"})));
    cr_assert_geq(problems.count, 7);
    for (size_t i = 0; i < problems.count; i++) {
        cr_assert_null(strstr(problems.items[i].text, "Secret"));
        cr_assert_null(strstr(problems.items[i].path, "Secret"));
    }
    as__problems_free(&problems);
}
