/* SPDX-License-Identifier: MIT */
/* S70: records as lines of JSON. */
#include "schema_stage.h"
#include "value/id.h"
#include <stdio.h>

TestSuite(schema_record_json, .init = set_up, .fini = tear_down);

static const aftersale_record *seal(aftersale_kind kind, void *draft)
{
    const aftersale_record *record;
    cr_assert_eq(as__record_seal(&owner, kind, draft, &record), AFTERSALE_OK);
    return record;
}

static void writes(aftersale_kind kind, void *draft, const char *expected)
{
    const aftersale_record *record = seal(kind, draft);
    char line[4096];
    size_t size = aftersale_record_json(record, line, sizeof line);
    cr_assert_str_eq(line, expected);
    cr_assert_eq(size, strlen(expected) + 1);
    aftersale_record_free(record);
}

static const char *id_text(uint64_t book, uint64_t local)
{
    static char text[AFTERSALE_ID_TEXT];
    aftersale_id_text(as__id_make(book, local), text);
    return text;
}

Test(schema_record_json, customer)
{
    static const char *const tags[] = {"vip", "line\nbreak"};
    static const aftersale_contact contacts[] = {{.channel = "phone",
                                                  .address = "+44 \"1\"",
                                                  .from = {2026, 1, 2},
                                                  .consent = 5,
                                                  .consent_source = "form"}};
    aftersale_customer draft = {.head = {.book = 1, .revision = 3},
                                .id = 1,
                                .ref = "C/1",
                                .type = AFTERSALE_CUSTOMER_ORGANISATION,
                                .name = "Zoë",
                                .contacts = {contacts, 1},
                                .referred_by = 1,
                                .tags = {tags, 2},
                                .extra = "{\"a\":\r\n 1.50}",
                                .created = {1500000}};
    char expected[1024], id[AFTERSALE_ID_TEXT];
    strcpy(id, id_text(1, 1));
    snprintf(expected, sizeof expected,
             "{\"kind\":\"customer\",\"id\":\"%s\",\"revision\":3,\"ref\":\"C/1\",\"type\":\"organisation\","
             "\"name\":\"Zoë\",\"contacts\":[{\"channel\":\"phone\",\"address\":\"+44 \\\"1\\\"\","
             "\"from\":\"2026-01-02\",\"consent\":[\"service\",\"selling\"],\"consent_source\":\"form\"}],"
             "\"referred_by\":{\"id\":\"%s\"},\"tags\":[\"vip\",\"line\\nbreak\"],\"extra\":{\"a\":   1.50},"
             "\"created\":\"1970-01-01T00:00:01.5Z\"}",
             id, id);
    writes(AFTERSALE_KIND_CUSTOMER, &draft, expected);
}

Test(schema_record_json, sale)
{
    static const aftersale_sale_line lines[] = {{.product.ref = "B24",
                                                 .quantity = {15, 1},
                                                 .price = {1, "GBP", 3},
                                                 .amount = {129900, "GBP"},
                                                 .against.ref = "S-0"}};
    aftersale_sale draft = {.head = {.book = 1},
                            .id = 1,
                            .stage = AFTERSALE_STAGE_AFTER,
                            .lines = {lines, 1},
                            .total = {-5, "JPY"},
                            .sold = {2026, 11, 20},
                            .sold_time = {1, 9, 30, 0},
                            .recorded_as = {{0xAB, [15] = 1}}};
    char expected[1024];
    snprintf(expected, sizeof expected,
             "{\"kind\":\"sale\",\"id\":\"%s\",\"stage\":\"after\",\"lines\":[{\"product\":\"B24\","
             "\"quantity\":\"1.5\",\"price\":\"0.001 GBP\",\"amount\":\"1299.00 GBP\",\"against\":\"S-0\"}],"
             "\"total\":\"-5 JPY\",\"sold\":\"2026-11-20\",\"sold_time\":\"09:30\","
             "\"recorded_as\":\"ab000000000000000000000000000001\"}",
             id_text(1, 1));
    writes(AFTERSALE_KIND_SALE, &draft, expected);
}

Test(schema_record_json, numbers_without_a_name)
{
    aftersale_consent draft = {.id = 0, .purposes = 4 | 1024, .answer = 77};
    writes(AFTERSALE_KIND_CONSENT, &draft,
           "{\"kind\":\"consent\",\"purposes\":[\"selling\",1024],\"answer\":77}");
}

/* Its secret is what ids are derived with: it leaves the book in no line. */
Test(schema_record_json, no_secret)
{
    aftersale_settings draft = {.name = "shop", .presume = 32, .secret = {{1, 2, 3}}};
    writes(AFTERSALE_KIND_SETTINGS, &draft,
           "{\"kind\":\"settings\",\"name\":\"shop\",\"presume\":[\"none\"]}");
}

static const char *name_of(void *user, aftersale_kind kind, uint64_t local)
{
    (void)user;
    if (kind == AFTERSALE_KIND_CUSTOMER)
        return local == 2 ? "C-2" : NULL;
    return "other";
}

Test(schema_record_json, links_by_ref)
{
    aftersale_goal draft = {.head = {.book = 1}, .id = 1, .customer = 2, .sale = 3};
    const aftersale_record *record = seal(AFTERSALE_KIND_GOAL, &draft);
    as__links links = {name_of, NULL};
    as__buffer out;
    char expected[256];
    as__buffer_init(&out, &as__memory_system);
    as__record_write_json(record, &links, &out);
    snprintf(expected, sizeof expected,
             "{\"kind\":\"goal\",\"id\":\"%s\",\"customer\":\"C-2\",\"sale\":\"other\"}", id_text(1, 1));
    cr_assert_str_eq(as__buffer_string(&out), expected);
    as__buffer_free(&out);
    aftersale_record_free(record);
}

/* An id that is no link, as an event's root may be of any kind, stands as it is. */
Test(schema_record_json, ids_of_any_kind)
{
    aftersale_event draft = {.head = {.book = 1, .revision = 1},
                             .root = 1,
                             .number = 1,
                             .type = 5,
                             .reasons = "[{\"rule\": \"window\"}]"};
    char expected[256];
    snprintf(expected, sizeof expected,
             "{\"kind\":\"event\",\"root\":\"%s\",\"revision\":1,\"number\":1,\"type\":\"sale.recorded\","
             "\"reasons\":[{\"rule\": \"window\"}]}",
             id_text(1, 1));
    writes(AFTERSALE_KIND_EVENT, &draft, expected);
}

Test(schema_record_json, room)
{
    aftersale_customer draft = {.ref = "C"};
    const aftersale_record *record = seal(AFTERSALE_KIND_CUSTOMER, &draft);
    static const char whole[] = "{\"kind\":\"customer\",\"ref\":\"C\"}";
    char line[sizeof whole];
    cr_assert_eq(aftersale_record_json(record, NULL, 0), sizeof whole);
    cr_assert_eq(aftersale_record_json(record, line, 5), sizeof whole);
    cr_assert_str_eq(line, "{\"ki");
    cr_assert_eq(aftersale_record_json(record, line, sizeof line), sizeof whole);
    cr_assert_str_eq(line, whole);
    counted.fail_at = counted.calls + 1;
    cr_assert_eq(aftersale_record_json(record, line, sizeof line), 0);
    cr_assert_str_eq(line, "");
    cr_assert_eq(aftersale_record_json(NULL, line, sizeof line), 0);
    aftersale_record_free(record);
}

/* Whatever stands in a record, its line is one line and JSON. */
Test(schema_record_json, every_kind_is_json)
{
    sample from = {.state = 21, .arena = &arena, .given = 8, .text_max = 100};
    for (int round = 0; round < 50; round++) {
        for (aftersale_kind k = 1; k < AFTERSALE_KIND_CONTACT; k++) {
            const as__kind *kind = as__kind_of(k);
            as__problems problems;
            as__json json;
            as__buffer out;
            if (kind == NULL)
                continue;
            as__buffer_init(&out, &as__memory_system);
            as__record_write_json(sample_draft(&from, kind, 7), NULL, &out);
            as__problems_init(&problems, &as__memory_system);
            cr_assert_null(memchr(out.data, '\n', out.size));
            cr_assert_eq(as__json_read(&as__memory_system, (const char *)out.data, out.size,
                                       (as__json_limits){1 << 20, 32}, 1, &problems, &json),
                         AFTERSALE_OK, "%s: %s %s", as__buffer_string(&out), problems.items[0].path,
                         problems.items[0].text);
            cr_assert_eq((size_t)cJSON_GetArraySize(json.root),
                         kind->field_count + 2 - (k == AFTERSALE_KIND_SETTINGS));
            as__json_free(&json);
            as__problems_free(&problems);
            as__buffer_free(&out);
        }
        as__arena_reset(&arena);
    }
}
