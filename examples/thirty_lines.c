/* SPDX-License-Identifier: MIT */
/* A customer, a sale, and what is due five days later. */
#include <aftersale.h>
#include <stdio.h>

static aftersale_status five_days_later(void *user, aftersale_time *out)
{
    (void)user;
    return aftersale_time_parse("2026-11-25T10:00:00Z", out);
}

int main(void)
{
    aftersale_error error = {.struct_size = sizeof error};
    aftersale_context *context = NULL;
    aftersale_store *store = NULL;
    aftersale_book *book = NULL;
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    if (aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = five_days_later), &context, &error) ||
        aftersale_memory_open(context, &store, &error) ||
        aftersale_book_open(store, AFTERSALE_ARGS(book_open, .name = "acme", .flags = AFTERSALE_BOOK_CREATE), &book,
                            &error))
        return fprintf(stderr, "%s\n", error.text), 1;

    aftersale_group_begin(book, 0);
    aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-17", .name = "Edith Marlow", .owner = "sam",
        .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = "+44 20 7946 0018"})), NULL);
    aftersale_sale_record(book, AFTERSALE_ARGS(sale_record, .ref = "INV-1042", .customer.ref = "C-17",
        .sold = {2026, 11, 20}, .delivered = {2026, 11, 23}, .plan = "one-off-sale",
        .lines = AFTERSALE_LIST(sale_line, {.product.ref = "LAMP-3", .price = {8900, "GBP", 2}})), NULL);
    if (aftersale_group_commit(book) || aftersale_worklist(book, AFTERSALE_ARGS(worklist, .owner = "sam"), &list))
        return fprintf(stderr, "%s\n", aftersale_book_error(book)->text), 1;

    while (aftersale_work_next(list, &work) == AFTERSALE_ROW)
        printf("%s, %s: %s\n", aftersale_customer_name(aftersale_work_customer(work)), aftersale_work_address(work),
               aftersale_work_why(work));
    aftersale_cursor_free(list);
    aftersale_book_free(book);
    aftersale_store_free(store);
    aftersale_context_free(context);
    return 0;
}
