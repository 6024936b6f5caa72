/* SPDX-License-Identifier: MIT */
/* Versions of products in JSON Lines, out and in again (S14, S66, S70). */
#include "each_store.h"
#include "support/exchanged.h"
#include <string.h>

/* The lines of an export that are of products. */
static written_text export_products(clocked_book *at)
{
    static const char mark[] = "{\"kind\":\"product\"";
    written_text all = exported(at->book, NULL), out = {NULL, 0, 0};
    for (char *line = all.data, *end; *line != 0; line = end) {
        end = strchr(line, '\n') + 1;
        if (strncmp(line, mark, sizeof mark - 1) == 0)
            cr_assert_eq(written_text_add(&out, line, (size_t)(end - line)), 0);
    }
    written_text_free(&all);
    return out;
}

/* As an export writes them. */
static const char catalogue[] =
    "{\"kind\":\"product\",\"ref\":\"B24\",\"type\":\"service\",\"name\":\"Boiler\",\"price\":\"1299.00 "
    "GBP\","
    "\"plan\":\"consumable\",\"complements\":[\"FLUE\",\"VALVE\"],\"consumables\":[\"FILTER\"],"
    "\"from\":\"2020-01-01\",\"at\":\"2019-12-20T10:00:00Z\"}\n"
    "{\"kind\":\"product\",\"ref\":\"B24\",\"price\":\"1399.00 GBP\",\"from\":\"2026-01-01\","
    "\"clear\":[\"plan\",\"complements\"],\"at\":\"2025-12-01T10:00:00Z\"}\n"
    "{\"kind\":\"product\",\"ref\":\"B24\",\"upgrades\":[\"B32\"],\"from\":\"2030-01-01\","
    "\"at\":\"2026-01-05T10:00:00Z\"}\n";

/* S14, S66: a line for each version, byte for byte the same from any book; in its own book it changes nothing. */
EACH_STORE(catalogue, exports_as_it_was_put)
{
    aftersale_import_counts counts = import_lines(at->book, catalogue);
    cr_assert_eq(counts.made, 1);
    cr_assert_eq(counts.changed, 2);
    written_text lines = export_products(at);
    cr_assert_str_eq(lines.data, catalogue);
    written_text_free(&lines);
    counts = import_lines(at->book, catalogue);
    cr_assert_eq(counts.same, 3);
}

/* S70: whatever the order of the lines. */
EACH_STORE(catalogue, is_the_same_in_any_order)
{
    const aftersale_product *product;
    written_text turned = backwards(catalogue);
    import_lines(at->book, turned.data);
    written_text_free(&turned);
    written_text lines = export_products(at);
    cr_assert_str_eq(lines.data, catalogue);
    written_text_free(&lines);
    GOES(aftersale_product_find(at->book, "B24", &product)); /* the clock stands in 2026 */
    cr_assert_eq(aftersale_product_type(product), AFTERSALE_PRODUCT_SERVICE);
    cr_assert_str_eq(aftersale_product_plan(product), "");
    cr_assert_eq(aftersale_product_price(product).units, 139900);
    cr_assert_eq(aftersale_product_upgrade_count(product), 0);
    cr_assert_eq(aftersale_product_until(product).year, 2030);
    aftersale_product_free(product);
}

/* A record as JSON is a line too: it puts what the product is today. */
EACH_STORE(catalogue, takes_a_record_as_a_line)
{
    const aftersale_product *product;
    char line[2048];
    import_lines(at->book, catalogue);
    GOES(aftersale_product_find(at->book, "B24", &product));
    cr_assert_leq(aftersale_record_json((const aftersale_record *)product, line, sizeof line), sizeof line);
    aftersale_product_free(product);
    cr_assert_eq(import_lines(at->book, line).same, 1);
}
