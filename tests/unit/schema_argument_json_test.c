/* SPDX-License-Identifier: MIT */
/* S70: arguments from JSON; every problem has its path and its line. */
#include "schema_command_json.h"
#include "schema_sample.h"
#include "support/failing_memory.h"
#include "value/id.h"

static as__arena arena;
static as__problems problems;
static union {
    aftersale_customer_put_args customer;
    aftersale_sale_put_args sale;
    char bytes[1024];
} args;

static void set_up(void)
{
    as__arena_init(&arena, &as__memory_system);
    as__problems_init(&problems, &as__memory_system);
}

static void tear_down(void)
{
    as__problems_free(&problems);
    as__arena_free(&arena);
}

TestSuite(schema_argument_json, .init = set_up, .fini = tear_down);

static aftersale_status read_line(int32_t command, const char *line)
{
    as__json json;
    as__problems_reset(&problems);
    memset(&args, 0xFF, sizeof args);
    cr_assert_eq(as__json_read(&as__memory_system, line, strlen(line), (as__json_limits){1 << 20, 32}, 1,
                               &problems, &json),
                 AFTERSALE_OK, "%s: %s", line, problems.items[0].text);
    aftersale_status status =
        as__arguments_read(as__arguments_of(command), &json, json.root, &arena, &problems, &args);
    as__json_free(&json);
    cr_assert_str_eq(problems.path, "");
    return status;
}

static void reads(int32_t command, const char *line)
{
    cr_assert_eq(read_line(command, line), AFTERSALE_OK, "%s: %s %s", line, problems.items[0].path,
                 problems.items[0].text);
}

static void refuses(int32_t command, const char *line, const char *path, as__message message, int32_t at_line)
{
    cr_assert_eq(read_line(command, line), AFTERSALE_INVALID, "%s", line);
    cr_assert_eq(problems.count, 1, "%s: %zu problems", line, problems.count);
    cr_assert_str_eq(problems.items[0].path, path);
    cr_assert_eq(problems.items[0].number, (int32_t)message, "%s: %s", line, problems.items[0].text);
    cr_assert_eq(problems.items[0].line, at_line, "%s", line);
}

/* Every argument of every command has a form in JSON, and what was read passes the check. */
Test(schema_argument_json, every_command)
{
    for (int32_t command = 1; as__arguments_of(command) != NULL; command++) {
        const as__arguments *arguments = as__arguments_of(command);
        as__buffer line;
        as__buffer_init(&line, &as__memory_system);
        command_json_fields(&line, arguments->fields, arguments->field_count, arguments->clears, "");
        reads(command, as__buffer_string(&line));
        for (size_t i = 0; i < arguments->field_count; i++)
            cr_assert(as__field_given(&arguments->fields[i], &args), "%s.%s", arguments->name,
                      arguments->fields[i].face.name);
        as__arguments_check(arguments, &args, NULL, &problems);
        cr_assert_eq(problems.count, 0, "%s: %s %s", arguments->name, problems.items[0].path,
                     problems.items[0].text);
        as__buffer_free(&line);
    }
}

Test(schema_argument_json, values)
{
    reads(
        AFTERSALE_DO_SALE_PUT,
        "{\"do\": \"sale_put\", \"ref\": \"S\\u00e9\", \"customer\": {\"id\": \"" COMMAND_JSON_ID "\"},"
        " \"flags\": [\"new\"], \"stage\": \"after\", \"total\": \"-1.50 EUR\", \"sold\": \"2026-11-21\","
        " \"sold_time\": \"09:30:15\", \"clear\": [\"delivered\", \"owner\"], \"expect\": 9007199254740992,"
        " \"at\": \"2026-11-21T09:30:00.5Z\", \"extra\": { \"a\" :1.0 }, \"billing\": null,"
        " \"lines\": [{\"product\": \"A\", \"quantity\": 3, \"price\": \"0.001 GBP\"},"
        "             {\"product\": \"B\", \"quantity\": 0.1}, {\"product\": \"C\", \"quantity\": \"2.50\"},"
        "             {\"product\": \"D\", \"quantity\": 0, \"returned\": \"1\", \"against\": null}]}");
    const aftersale_sale_put_args *sale = &args.sale;
    cr_assert_str_eq(sale->ref, "Sé");
    cr_assert_null(sale->customer.ref);
    cr_assert_eq(sale->customer.id.bytes[0], 0x01);
    cr_assert_eq(sale->flags, AFTERSALE_PUT_NEW);
    cr_assert_eq(sale->stage, AFTERSALE_STAGE_AFTER);
    cr_assert(sale->total.minor == -150 && strcmp(sale->total.currency, "EUR") == 0);
    cr_assert(sale->sold.year == 2026 && sale->sold.month == 11 && sale->sold.day == 21);
    cr_assert(sale->sold_time.given && sale->sold_time.second == 15);
    cr_assert_eq(sale->clear.count, 2);
    cr_assert_eq(sale->clear.items[0], AFTERSALE_FIELD_SALE_DELIVERED);
    cr_assert_eq(sale->expect, UINT64_C(9007199254740992));
    cr_assert_eq(sale->at.us, INT64_C(1795253400500000));
    cr_assert_str_eq(sale->extra, "{ \"a\" :1.0 }");
    cr_assert_null(sale->billing);
    cr_assert_eq(sale->struct_size, sizeof *sale);
    cr_assert_eq(sale->lines.count, 4);
    cr_assert_eq(sale->lines.item_size, sizeof(aftersale_sale_line));
    const aftersale_sale_line *lines = sale->lines.items;
    cr_assert(lines[0].quantity.units == 3 && lines[0].quantity.decimals == 0);
    cr_assert(lines[0].price.units == 1 && lines[0].price.decimals == 3);
    cr_assert(lines[1].quantity.units == 1 && lines[1].quantity.decimals == 1);
    cr_assert(lines[2].quantity.units == 250 && lines[2].quantity.decimals == 2);
    cr_assert(lines[3].quantity.units == 0 && lines[3].quantity.decimals == 1, "a zero that is given");
    cr_assert_eq(lines[3].returned.units, 0, "what came back is worked out by the library");
}

Test(schema_argument_json, document_as_text)
{
    reads(AFTERSALE_DO_PLAN_PUBLISH, "{\"json\": \"{\\n\\\"key\\\": 1}\"}");
    cr_assert_str_eq(((const aftersale_plan_publish_args *)(const void *)&args)->json, "{\n\"key\": 1}");
}

Test(schema_argument_json, enrolments_have_no_ref)
{
    reads(AFTERSALE_DO_SHEET_SHARE, "{\"enrolment\": \"" COMMAND_JSON_ID "\"}");
    const aftersale_sheet_share_args *share = (const void *)&args;
    cr_assert(share->enrolment.ref == NULL && share->enrolment.id.bytes[0] == 1);
    refuses(AFTERSALE_DO_SHEET_SHARE, "{\"enrolment\": \"E-1\"}", "enrolment", AS__MESSAGE_NOT_AN_ID, 1);
}

#define CUSTOMER AFTERSALE_DO_CUSTOMER_PUT
#define SALE AFTERSALE_DO_SALE_PUT

Test(schema_argument_json, problems)
{
    refuses(CUSTOMER, "[]", "", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(CUSTOMER, "{\"ref\": \"C\",\n \"nmae\": \"x\"}", "nmae", AS__MESSAGE_UNKNOWN_KEY, 2);
    refuses(CUSTOMER, "{\"ref\":\n 7}", "ref", AS__MESSAGE_WRONG_TYPE, 2);
    refuses(CUSTOMER, "{\"type\": \"robot\"}", "type", AS__MESSAGE_NOT_A_CHOICE, 1);
    refuses(CUSTOMER, "{\"type\": 1}", "type", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(CUSTOMER, "{\"flags\": \"new\"}", "flags", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(CUSTOMER, "{\"flags\": [\"new\", \"old\"]}", "flags[1]", AS__MESSAGE_NOT_A_CHOICE, 1);
    refuses(CUSTOMER, "{\"tags\": \"vip\"}", "tags", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(CUSTOMER, "{\"tags\": [\"vip\", null]}", "tags[1]", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(CUSTOMER, "{\"clear\": [\"tier\", \"nothing\"]}", "clear[1]", AS__MESSAGE_NOT_A_CHOICE, 1);
    refuses(CUSTOMER, "{\"expect\": -1}", "expect", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(CUSTOMER, "{\"expect\": 1.5}", "expect", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(CUSTOMER, "{\"at\": \"2026-11-21T09:30:00\"}", "at", AS__MESSAGE_NOT_A_TIME, 1);
    refuses(CUSTOMER, "{\"referred_by\": {\"ref\": \"x\"}}", "referred_by.ref", AS__MESSAGE_UNKNOWN_KEY, 1);
    refuses(CUSTOMER, "{\"referred_by\": {\"id\": \"x\"}}", "referred_by.id", AS__MESSAGE_NOT_AN_ID, 1);
    refuses(CUSTOMER, "{\"extra\": [1]}", "extra", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(CUSTOMER, "{\"contacts\": {}}", "contacts", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(CUSTOMER, "{\"contacts\": [\"phone\"]}", "contacts[0]", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(CUSTOMER, "{\"contacts\": [{\"channel\": \"phone\"}, {\"chanel\": \"phone\"}]}",
            "contacts[1].chanel", AS__MESSAGE_UNKNOWN_KEY, 1);
    refuses(SALE, "{\"sold\": \"2026-02-30\"}", "sold", AS__MESSAGE_NOT_A_DATE, 1);
    refuses(SALE, "{\"sold_time\": \"24:00\"}", "sold_time", AS__MESSAGE_NOT_A_TIME_OF_DAY, 1);
    refuses(SALE, "{\"total\": \"12.50\"}", "total", AS__MESSAGE_NOT_MONEY, 1);
    refuses(SALE, "{\"total\": 12.5}", "total", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(SALE, "{\"lines\": [{\"price\": \"GBP\"}]}", "lines[0].price", AS__MESSAGE_NOT_MONEY, 1);
    refuses(SALE, "{\"lines\": [{\"quantity\": 1e-3}]}", "lines[0].quantity", AS__MESSAGE_OUT_OF_RANGE, 1);
    refuses(SALE, "{\"lines\": [{\"quantity\": 0.1234567}]}", "lines[0].quantity", AS__MESSAGE_OUT_OF_RANGE,
            1);
    refuses(SALE, "{\"lines\": [{\"quantity\": true}]}", "lines[0].quantity", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(AFTERSALE_DO_ENROL, "{\"version\": 1.5}", "version", AS__MESSAGE_WRONG_TYPE, 1);
    refuses(AFTERSALE_DO_ENROL, "{\"version\": 2147483648}", "version", AS__MESSAGE_OUT_OF_RANGE, 1);
    refuses(AFTERSALE_DO_TOUCH_CLAIM, "{\"touch\": \"x\"}", "touch", AS__MESSAGE_NOT_AN_ID, 1);
}

Test(schema_argument_json, all_problems_at_once)
{
    cr_assert_eq(read_line(CUSTOMER, "{\"ref\": 1, \"name\": 2, \"tags\": [3, 4]}"), AFTERSALE_INVALID);
    cr_assert_eq(problems.count, 4);
}

Test(schema_argument_json, too_many)
{
    as__buffer line;
    as__buffer_init(&line, &as__memory_system);
    as__buffer_text(&line, "{\"tags\": [\"t\"");
    for (int i = 0; i < 64; i++)
        as__buffer_text(&line, ", \"t\"");
    as__buffer_text(&line, "]}");
    refuses(CUSTOMER, as__buffer_string(&line), "tags", AS__MESSAGE_TOO_MANY, 1);
    as__buffer_free(&line);
}

/* What an export line carries is passed over; a word that is of no kind is not. */
Test(schema_argument_json, export_lines)
{
    reads(CUSTOMER, "{\"kind\": \"customer\", \"id\": 1, \"revision\": 2, \"ref\": \"C\", \"created\": 3, "
                    "\"answers\": []}");
    refuses(CUSTOMER, "{\"ref\": \"C\", \"created\": \"2026-11-21T09:30:00Z\"}", "created",
            AS__MESSAGE_UNKNOWN_KEY, 1);
    refuses(CUSTOMER, "{\"kind\": \"customer\", \"creatd\": 3}", "creatd", AS__MESSAGE_UNKNOWN_KEY, 1);
    reads(AFTERSALE_DO_RULES_PUT, "{\"kind\": \"rules\", \"revision\": 2, \"rules\": []}");
}

/* Where the value of a record's field is found in the arguments that were read from its line. */
static void same_as_record(const as__kind *kind, const as__arguments *arguments,
                           const aftersale_record *record)
{
    for (size_t i = 0; i < arguments->field_count; i++) {
        const as__field *argument = &arguments->fields[i];
        const as__field *field = as__kind_field_named(kind, argument->face.name);
        if (field == NULL || (field->face.flags & AFTERSALE_FLAG_DERIVED) != 0)
            continue;
        cr_assert_eq(as__field_given(field, record), as__field_given(argument, &args), "%s.%s", kind->name,
                     field->face.name);
        if (!as__field_given(field, record))
            continue;
        if (field->storage == AS__STORED_ID) {
            aftersale_id id = as__id_make(record->head.book, *(const uint64_t *)as__field_at(field, record));
            cr_assert_eq(memcmp(as__field_at(argument, &args), &id, sizeof id), 0, "%s.%s", kind->name,
                         field->face.name);
            continue;
        }
        /* The same bytes at the place that the record's table knows; a list's items and count come first. */
        size_t size = field->storage == AS__STORED_LIST ? sizeof(as__list) : kind->size - field->offset;
        unsigned char *moved = as__arena_take(&arena, kind->size + sizeof args);
        size = size < sizeof args - argument->offset ? size : sizeof args - argument->offset;
        memcpy(moved + field->offset, as__field_at(argument, &args), size);
        cr_assert(as__field_same(field, moved, record), "%s.%s", kind->name, field->face.name);
    }
}

static void forget_derived(const as__kind *kind, void *draft)
{
    for (size_t i = 0; i < kind->field_count; i++) {
        const as__field *field = &kind->fields[i];
        if (field->storage != AS__STORED_LIST || field->face.target != AFTERSALE_KIND_SALE_LINE)
            continue;
        const as__list *list = as__field_at(field, draft);
        for (size_t n = 0; n < list->count; n++) {
            aftersale_sale_line *line = (aftersale_sale_line *)(uintptr_t)as__field_item(field, draft, n);
            line->returned = (aftersale_quantity){0, 0};
            line->against.ref = NULL;
        }
    }
}

/* Choices that only the library gives have no place in arguments. */
static bool is_free(const as__kind *kind, const as__arguments *arguments)
{
    for (size_t i = 0; i < arguments->field_count; i++) {
        const as__field *field = as__kind_field_named(kind, arguments->fields[i].face.name);
        if (field != NULL && field->face.choices != NULL &&
            strcmp(field->face.choices, arguments->fields[i].face.choices) != 0)
            return false;
    }
    return true;
}

Test(schema_argument_json, every_record_imports_again) /* S70 */
{
    static const struct {
        aftersale_kind kind;
        int32_t command;
    } pairs[] = {
        {AFTERSALE_KIND_CUSTOMER, AFTERSALE_DO_CUSTOMER_PUT},
        {AFTERSALE_KIND_PERSON, AFTERSALE_DO_PERSON_PUT},
        {AFTERSALE_KIND_PRODUCT, AFTERSALE_DO_PRODUCT_PUT},
        {AFTERSALE_KIND_SALE, AFTERSALE_DO_SALE_PUT},
        {AFTERSALE_KIND_RETURN, AFTERSALE_DO_SALE_RETURN},
        {AFTERSALE_KIND_ACTOR, AFTERSALE_DO_ACTOR_PUT},
        {AFTERSALE_KIND_GOAL, AFTERSALE_DO_GOAL_PUT},
        {AFTERSALE_KIND_PLAN, AFTERSALE_DO_PLAN_PUBLISH},
        {AFTERSALE_KIND_WORDS, AFTERSALE_DO_WORDS_PUT},
        {AFTERSALE_KIND_SETTINGS, AFTERSALE_DO_SETTINGS_PUT},
    };
    sample from = {.state = 77, .arena = &arena, .text_max = 60};
    for (int round = 0; round < 100; round++) {
        for (size_t p = 0; p < sizeof pairs / sizeof pairs[0]; p++) {
            const as__kind *kind = as__kind_of(pairs[p].kind);
            const as__arguments *arguments = as__arguments_of(pairs[p].command);
            as__buffer line;
            from.given = (unsigned)sample_below(&from, 9);
            cr_assert(is_free(kind, arguments));
            void *draft = sample_draft(&from, kind, 7);
            forget_derived(kind, draft);
            as__buffer_init(&line, &as__memory_system);
            as__record_write_json(draft, NULL, &line);
            reads(pairs[p].command, as__buffer_string(&line));
            same_as_record(kind, arguments, draft);
            as__buffer_free(&line);
        }
        as__arena_reset(&arena);
    }
}

Test(schema_argument_json, no_memory)
{
    static const char line[] =
        "{\"ref\": \"C\", \"tags\": [\"a\", \"b\"], \"extra\": {\"a\": 1}, \"clear\": [\"tier\"],"
        " \"contacts\": [{\"channel\": \"phone\", \"address\": \"1\"}], \"nmae\": 1}";
    as__json json;
    cr_assert_eq(as__json_read(&as__memory_system, line, strlen(line), (as__json_limits){1 << 20, 32}, 1,
                               &problems, &json),
                 AFTERSALE_OK);
    bool through = false;
    for (size_t n = 1; !through; n++) {
        failing_memory memory = {.fail_at = n};
        as__memory failing = {failing_memory_resize, &memory};
        as__arena own;
        as__problems noted;
        as__arena_init(&own, &failing);
        as__problems_init(&noted, &failing);
        aftersale_status status =
            as__arguments_read(as__arguments_of(CUSTOMER), &json, json.root, &own, &noted, &args);
        through = memory.calls < n;
        cr_assert_eq(status, through ? AFTERSALE_INVALID : AFTERSALE_NO_MEMORY, "allocation %zu", n);
        as__problems_free(&noted);
        as__arena_free(&own);
        cr_assert_eq(memory.held, 0);
    }
    as__json_free(&json);
}
