/* SPDX-License-Identifier: MIT */
/* A CRM with a table of customers and one of orders. Names and numbers stay in its own tables; the library gets
 * keys and dates, and says who is to be contacted today.
 *
 *     vendor FILE NOW                 hands all orders over, and prints the worklist
 *     vendor FILE NOW done CUSTOMER   enters that the first touch on it for this customer reached them */
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <stdio.h>
#include <string.h>

/* The CRM's own tables. */
typedef struct customer_row {
    const char *key, *name, *phone, *keeper;
} customer_row;
typedef struct order_row {
    const char *number, *customer, *article;
    int64_t pence;
    aftersale_date sold, delivered;
} order_row;

static const customer_row customers[] = {
    {"K-100", "Edith Marlow", "+44 20 7946 0018", "sam"},
    {"K-101", "Northway House", "+44 20 7946 0142", "sam"},
    {"K-102", "Tom Bright", "+44 20 7946 0333", "ines"},
};
static const order_row orders[] = {
    {"2026-0310", "K-100", "LAMP-3", 8900, {2026, 11, 20}, {2026, 11, 23}},
    {"2026-0311", "K-101", "LAMP-9", 24900, {2026, 11, 23}, {2026, 11, 24}},
    {"2026-0312", "K-102", "LAMP-3", 8900, {2026, 11, 24}, {0}},
};
enum { CUSTOMERS = sizeof customers / sizeof customers[0], ORDERS = sizeof orders / sizeof orders[0] };

static const customer_row *customer_of(const char *key)
{
    for (size_t i = 0; i < CUSTOMERS; i++)
        if (strcmp(customers[i].key, key) == 0)
            return &customers[i];
    return NULL;
}

static aftersale_status tell_clock(void *user, aftersale_time *out)
{
    *out = *(const aftersale_time *)user;
    return AFTERSALE_OK;
}

static int complain(const char *what, const aftersale_error *error)
{
    fprintf(stderr, "%s: %s: %s\n", what, aftersale_status_name(error->status), error->text);
    for (int32_t i = 0; i < error->problem_count; i++)
        fprintf(stderr, "  %s %s\n", error->problems[i]->path, error->problems[i]->text);
    return 1;
}

/* An order and its customer, both or neither. What the library has already changes nothing, so that a nightly
 * run may hand over the whole table. */
static aftersale_status hand_over(aftersale_book *book, const order_row *order, int *is_new)
{
    const customer_row *customer = customer_of(order->customer);
    aftersale_status status = aftersale_group_begin(book, 0);
    if (status != AFTERSALE_OK)
        return status;
    aftersale_customer_put(
        book, AFTERSALE_ARGS(customer_put, .ref = customer->key, .owner = customer->keeper), NULL);
    aftersale_sale_put(
        book,
        AFTERSALE_ARGS(sale_put, .ref = order->number, .customer.ref = customer->key, .sold = order->sold,
                       .delivered = order->delivered, .plan = "one-off-sale",
                       .lines = AFTERSALE_LIST(
                           sale_line, {.product.ref = order->article, .price = {order->pence, "GBP", 2}})),
        NULL);
    *is_new = aftersale_book_did(book) == AFTERSALE_DID_MAKE;
    return aftersale_group_commit(book);
}

static int hand_over_all(aftersale_book *book)
{
    int made = 0;
    for (size_t i = 0; i < ORDERS; i++) {
        int is_new = 0;
        if (hand_over(book, &orders[i], &is_new) != AFTERSALE_OK)
            return complain(orders[i].number, aftersale_book_error(book));
        made += is_new;
    }
    printf("orders: %d new, %d known\n", made, (int)ORDERS - made);
    return 0;
}

static int print_worklist(aftersale_book *book)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    aftersale_status status = aftersale_worklist(book, NULL, &list);
    while (status >= 0 && (status = aftersale_work_next(list, &work)) == AFTERSALE_ROW) {
        const aftersale_touch *touch = aftersale_work_touch(work);
        const customer_row *customer = customer_of(aftersale_customer_ref(aftersale_work_customer(work)));
        printf("%s, %s, %s for %s: %s\n", aftersale_touch_owner(touch), aftersale_touch_kind(touch),
               aftersale_touch_channel(touch), customer->name, aftersale_work_why(work));
        if (strcmp(aftersale_touch_channel(touch), "phone") == 0)
            printf("  %s\n", customer->phone);
    }
    aftersale_cursor_free(list);
    return status == AFTERSALE_DONE ? 0 : complain("worklist", aftersale_book_error(book));
}

/* The first of the worklist that is for this customer. A row ends with the next step, an id does not. */
static aftersale_status find_touch(aftersale_book *book, const char *customer, aftersale_id *out)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    aftersale_status status = aftersale_worklist(book, NULL, &list);
    while (status >= 0 && (status = aftersale_work_next(list, &work)) == AFTERSALE_ROW) {
        if (strcmp(aftersale_customer_ref(aftersale_work_customer(work)), customer) == 0) {
            *out = aftersale_touch_id(aftersale_work_touch(work));
            break;
        }
    }
    aftersale_cursor_free(list);
    return status;
}

static int enter_done(aftersale_book *book, const char *key)
{
    const customer_row *customer = customer_of(key);
    aftersale_id touch;
    aftersale_status status = find_touch(book, key, &touch);
    if (customer == NULL || status == AFTERSALE_DONE) {
        printf("%s: nothing due\n", key);
        return 0;
    }
    if (status < 0 ||
        aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = touch, .actor = customer->keeper),
                              NULL) ||
        aftersale_touch_done(
            book, AFTERSALE_ARGS(touch_done, .touch = touch, .outcome = AFTERSALE_OUTCOME_REACHED), NULL))
        return complain(key, aftersale_book_error(book));
    printf("%s: done\n", key);
    return 0;
}

int main(int argc, char **argv)
{
    aftersale_error error = {.struct_size = sizeof error};
    aftersale_context *context = NULL;
    aftersale_store *store = NULL;
    aftersale_book *book = NULL;
    aftersale_time now;
    int code = 1;
    if (argc < 3 || aftersale_time_parse(argv[2], &now) != AFTERSALE_OK)
        return fprintf(stderr, "usage: vendor FILE NOW [done CUSTOMER]\n"), 2;
    if (aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = tell_clock, .clock_user = &now), &context,
                              &error) ||
        aftersale_sqlite_open(context, argv[1], 0, &store, &error) ||
        aftersale_book_open(store,
                            AFTERSALE_ARGS(book_open, .name = "acme", .flags = AFTERSALE_BOOK_CREATE,
                                           .zone = "Europe/London", .currency = "GBP"),
                            &book, &error))
        code = complain(argv[1], &error);
    else if (argc == 5 && strcmp(argv[3], "done") == 0)
        code = enter_done(book, argv[4]);
    else
        code = hand_over_all(book) || print_worklist(book);
    aftersale_book_free(book);
    aftersale_store_free(store);
    aftersale_context_free(context);
    return code;
}
