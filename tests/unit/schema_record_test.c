/* SPDX-License-Identifier: MIT */
/* Records: sealed whole into one allocation, counted, read by tag. */
#include "schema_stage.h"
#include "value/id.h"
#include <stdlib.h>

TestSuite(schema_record, .init = set_up, .fini = tear_down);

/* Whatever a record points to lies inside its one allocation. */
static void check_inside(const aftersale_record *record, const as__field *fields, size_t count,
                         const void *base);

static void is_inside(const aftersale_record *record, const void *at)
{
    const unsigned char *begin = (const unsigned char *)record, *byte = at;
    cr_assert(byte == NULL || (byte >= begin && byte < begin + record->head.size));
}

static void check_inside(const aftersale_record *record, const as__field *fields, size_t count,
                         const void *base)
{
    for (size_t i = 0; i < count; i++) {
        const void *at = as__field_at(&fields[i], base);
        if (fields[i].storage == AS__STORED_TEXT)
            is_inside(record, *(const char *const *)at);
        if (fields[i].storage == AS__STORED_LINK)
            is_inside(record, ((const aftersale_link *)at)->ref);
        if (fields[i].storage == AS__STORED_TEXTS)
            for (size_t n = 0; n < ((const aftersale_texts *)at)->count; n++)
                is_inside(record, ((const aftersale_texts *)at)->items[n]);
        if (fields[i].storage == AS__STORED_LIST) {
            const as__kind *item = as__kind_of(fields[i].face.target);
            is_inside(record, ((const as__list *)at)->items);
            for (size_t n = 0; n < as__field_items(&fields[i], base); n++)
                check_inside(record, item->fields, item->field_count, as__field_item(&fields[i], base, n));
        }
    }
}

Test(schema_record, seal_of_every_kind)
{
    static const uint8_t unknown[] = {100, 1, 7};
    sample from = {.state = 5, .arena = &arena, .text_max = 100};
    for (int round = 0; round < 100; round++) {
        for (aftersale_kind k = 1; k < AFTERSALE_KIND_CONTACT; k++) {
            const as__kind *kind = as__kind_of(k);
            const aftersale_record *record;
            if (kind == NULL || !kind->is_record)
                continue;
            from.given = (unsigned)sample_below(&from, 9);
            as__head *draft = sample_draft(&from, kind, 7);
            if (round % 2 == 0)
                draft->unknown = (aftersale_bytes){unknown, sizeof unknown};
            size_t before = counted.calls;
            cr_assert_eq(as__record_seal(&owner, k, draft, &record), AFTERSALE_OK);
            cr_assert_eq(counted.calls, before + 1, "one allocation");
            sample_same(kind->fields, kind->field_count, draft, record);
            check_inside(record, kind->fields, kind->field_count, record);
            cr_assert_eq(aftersale_record_kind(record), k);
            cr_assert_eq(aftersale_record_revision(record), draft->revision);
            cr_assert_eq(record->head.unknown.size, draft->unknown.size);
            if (draft->unknown.size != 0) {
                is_inside(record, record->head.unknown.data);
                cr_assert_eq(memcmp(record->head.unknown.data, unknown, sizeof unknown), 0);
            }
            aftersale_record_free(record);
        }
        as__arena_reset(&arena);
    }
}

Test(schema_record, no_memory)
{
    aftersale_customer draft = {.id = 1, .ref = "C"};
    const aftersale_record *record = NULL;
    counted.fail_at = 1;
    cr_assert_eq(as__record_seal(&owner, AFTERSALE_KIND_CUSTOMER, &draft, &record), AFTERSALE_NO_MEMORY);
    cr_assert_null(record);
}

Test(schema_record, counted)
{
    aftersale_customer draft = {.id = 1, .ref = "C"};
    const aftersale_record *record;
    cr_assert_eq(as__record_seal(&owner, AFTERSALE_KIND_CUSTOMER, &draft, &record), AFTERSALE_OK);
    cr_assert_eq(aftersale_record_keep(record), record);
    aftersale_record_free(record);
    cr_assert_str_eq(aftersale_customer_ref((const aftersale_customer *)record), "C");
    aftersale_customer_free((const aftersale_customer *)record);
    aftersale_record_free(NULL);
    aftersale_customer_free(NULL);
    cr_assert_null(aftersale_record_keep(NULL));
    cr_assert_eq(aftersale_record_kind(NULL), 0);
    cr_assert_eq(aftersale_record_revision(NULL), 0);
}

/* A record keeps its owner's memory, however the owner's other users end. */
Test(schema_record, keeps_its_owner)
{
    aftersale_customer draft = {.id = 1};
    const aftersale_record *record;
    cr_assert_eq(as__record_seal(&owner, AFTERSALE_KIND_CUSTOMER, &draft, &record), AFTERSALE_OK);
    cr_assert_eq(atomic_load(&owner.refs), 2);
    aftersale_record_free(record);
    cr_assert_eq(atomic_load(&owner.refs), 1);
}

static const aftersale_record *customer(void)
{
    static const aftersale_contact contacts[] = {{.channel = "phone", .address = "1"},
                                                 {.channel = "post", .address = "2", .consent = 5}};
    static const char *const tags[] = {"vip", "gas"};
    aftersale_customer draft = {.head = {.book = 9, .revision = 3},
                                .id = 17,
                                .ref = "C-1",
                                .type = AFTERSALE_CUSTOMER_PERSON,
                                .referred_by = 18,
                                .tags = {tags, 2},
                                .contacts = {contacts, 2},
                                .created = {1000000}};
    const aftersale_record *record;
    cr_assert_eq(as__record_seal(&owner, AFTERSALE_KIND_CUSTOMER, &draft, &record), AFTERSALE_OK);
    return record;
}

Test(schema_record, values_by_tag)
{
    const aftersale_record *record = customer();
    aftersale_value value;
    aftersale_id id = as__id_make(9, 17);
    cr_assert_eq(aftersale_record_value(record, AFTERSALE_FIELD_CUSTOMER_ID, &value), AFTERSALE_OK);
    cr_assert_eq(value.type, AFTERSALE_TYPE_ID);
    cr_assert_eq(memcmp(&value.as.id, &id, sizeof id), 0);
    cr_assert_eq(aftersale_record_value(record, AFTERSALE_FIELD_CUSTOMER_REF, &value), AFTERSALE_OK);
    cr_assert_str_eq(value.as.text, "C-1");
    cr_assert_eq(aftersale_record_value(record, AFTERSALE_FIELD_CUSTOMER_NAME, &value), AFTERSALE_OK);
    cr_assert_eq(value.type, 0);
    cr_assert_eq(aftersale_record_value(record, AFTERSALE_FIELD_CUSTOMER_TAGS, &value), AFTERSALE_OK);
    cr_assert_eq(value.as.count, 2);
    cr_assert_eq(aftersale_record_value(record, 99, &value), AFTERSALE_NOT_FOUND);
    cr_assert_eq(aftersale_record_value(NULL, 1, &value), AFTERSALE_NOT_FOUND);
    cr_assert_eq(aftersale_record_item(record, AFTERSALE_FIELD_CUSTOMER_TAGS, 1, 0, &value), AFTERSALE_OK);
    cr_assert_str_eq(value.as.text, "gas");
    cr_assert_eq(aftersale_record_item(record, AFTERSALE_FIELD_CUSTOMER_TAGS, 2, 0, &value),
                 AFTERSALE_NOT_FOUND);
    cr_assert_eq(aftersale_record_item(record, AFTERSALE_FIELD_CUSTOMER_CONTACTS, 1, 7, &value),
                 AFTERSALE_OK);
    cr_assert_eq(value.as.number, 5);
    cr_assert_eq(aftersale_record_item(record, AFTERSALE_FIELD_CUSTOMER_CONTACTS, 1, 99, &value),
                 AFTERSALE_NOT_FOUND);
    cr_assert_eq(aftersale_record_item(record, AFTERSALE_FIELD_CUSTOMER_REF, 0, 0, &value),
                 AFTERSALE_NOT_FOUND);
    aftersale_record_free(record);
}

Test(schema_record, getters)
{
    const aftersale_customer *record = (const aftersale_customer *)customer();
    aftersale_id id = as__id_make(9, 18), referred_by = aftersale_customer_referred_by(record);
    cr_assert_eq(memcmp(&referred_by, &id, sizeof id), 0);
    cr_assert_eq(aftersale_customer_revision(record), 3);
    cr_assert_str_eq(aftersale_customer_name(record), "");
    cr_assert_eq(aftersale_customer_type(record), AFTERSALE_CUSTOMER_PERSON);
    cr_assert_eq(aftersale_customer_tag_count(record), 2);
    cr_assert_str_eq(aftersale_customer_tag_at(record, 1), "gas");
    cr_assert_null(aftersale_customer_tag_at(record, 2));
    cr_assert_eq(aftersale_customer_contact_count(record), 2);
    cr_assert_str_eq(aftersale_customer_contact_at(record, 1)->address, "2");
    cr_assert_null(aftersale_customer_contact_at(record, 2));
    cr_assert_eq(aftersale_customer_created(record).us, 1000000);
    aftersale_customer_free(record);
}

/* An id that is not given stays zero, and is not made whole. */
Test(schema_record, getters_of_nothing)
{
    aftersale_sale draft = {.head = {.book = 9}, .id = 1};
    const aftersale_record *record;
    aftersale_id none = {{0}};
    cr_assert_eq(as__record_seal(&owner, AFTERSALE_KIND_SALE, &draft, &record), AFTERSALE_OK);
    aftersale_id of = aftersale_sale_customer((const aftersale_sale *)record);
    cr_assert_eq(memcmp(&of, &none, sizeof none), 0);
    of = aftersale_sale_customer(NULL);
    cr_assert_eq(memcmp(&of, &none, sizeof none), 0);
    cr_assert_str_eq(aftersale_sale_ref(NULL), "");
    cr_assert_eq(aftersale_sale_revision(NULL), 0);
    cr_assert_eq(aftersale_sale_line_count(NULL), 0);
    cr_assert_null(aftersale_sale_line_at(NULL, 0));
    cr_assert_eq(aftersale_sale_total(NULL).currency[0], '\0');
    cr_assert_eq(aftersale_sale_sold(NULL).day, 0);
    cr_assert_eq(aftersale_settings_channel_count(NULL), 0);
    cr_assert_null(aftersale_settings_channel_at(NULL, 0));
    aftersale_sale_free((const aftersale_sale *)record);
}
