/* SPDX-License-Identifier: MIT */
#include "csv_file.h"
#include "walk.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INVOICE, CODE, TEXT, QUANTITY, WHEN, PRICE, CUSTOMER, COUNTRY };

/* The place of a customer in the list; their count: there are as many as are wanted already. */
static size_t customer_of(walk_shop *shop, const char *number, size_t most)
{
    char ref[16];
    snprintf(ref, sizeof ref, "C%s", number);
    for (size_t i = shop->customer_count; i > 0; i--)
        if (strcmp(shop->customers[i - 1].ref, ref) == 0)
            return i - 1;
    if (shop->customer_count == most)
        return most;
    plain_customer *added = &shop->customers[shop->customer_count];
    memset(added, 0, sizeof *added);
    memcpy(added->ref, ref, sizeof ref);
    added->zone = walk_zone(shop->customer_count);
    added->region = walk_region(shop->customer_count);
    return shop->customer_count++;
}

static aftersale_date day_of(const char *text)
{
    char only[11];
    aftersale_date day = {0, 0, 0};
    snprintf(only, sizeof only, "%s", text);
    if (aftersale_date_parse(only, &day) == AFTERSALE_OK)
        day.year = (int16_t)(day.year + WALK_YEARS_ON);
    return day;
}

/* Whether the row is of the sale before it, whose lines follow one another in the file. */
static bool adds_to(const walk_shop *shop, const char *invoice)
{
    return shop->sale_count != 0 && strcmp(shop->sales[shop->sale_count - 1].ref, invoice) == 0;
}

static bool take_row(walk_shop *shop, const csv_file *file, size_t most, size_t *room)
{
    const char *const *row = file->fields;
    double amount = strtod(row[PRICE], NULL) * strtod(row[QUANTITY], NULL);
    if (row[CUSTOMER][0] == 0 || row[INVOICE][0] == 'C' || amount <= 0)
        return true;
    size_t customer = customer_of(shop, row[CUSTOMER], most);
    if (customer == most)
        return true;
    if (!adds_to(shop, row[INVOICE])) {
        if (shop->sale_count == *room) {
            walk_sale *grown = realloc(shop->sales, (*room *= 2) * sizeof *grown);
            if (grown == NULL)
                return false;
            shop->sales = grown;
        }
        walk_sale *added = &shop->sales[shop->sale_count++];
        *added = (walk_sale){.customer = customer, .day = day_of(row[WHEN])};
        snprintf(added->ref, sizeof added->ref, "%s", row[INVOICE]);
    }
    shop->sales[shop->sale_count - 1].pence += (int64_t)(amount * 100 + 0.5);
    return true;
}

bool walk_read_sales(walk_shop *shop, const char *path, size_t customers)
{
    csv_file file;
    size_t room = 1024;
    shop->customers = calloc(customers, sizeof *shop->customers);
    shop->sales = malloc(room * sizeof *shop->sales);
    if (shop->customers == NULL || shop->sales == NULL || !csv_open(&file, path))
        return false;
    bool is_read = csv_row(&file) && csv_row_is(&file, "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,"
                                                       "UnitPrice,CustomerID,Country");
    while (is_read && csv_row(&file))
        is_read = file.count > COUNTRY && take_row(shop, &file, customers, &room);
    is_read = is_read && !file.failed;
    csv_close(&file);
    return is_read;
}
