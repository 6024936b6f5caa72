/* SPDX-License-Identifier: MIT */
/* merge, part: customers who turn out to be one, and two again. */
#include "commands/commands.h"
#include "program/complaint.h"

/* The one who answers may be another than was named: who was merged before is found under either ref. */
static int show_merged(program *all, const char *customer, aftersale_id into, const char *result)
{
    const aftersale_customer *one = NULL;
    output shown;
    if (aftersale_customer_get(all->book, into, &one) != AFTERSALE_OK)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field(&shown, "customer", customer);
    output_field(&shown, "into", aftersale_customer_ref(one));
    output_field(&shown, "result", result);
    output_end(&shown);
    aftersale_customer_free(one);
    return ENDED_WELL;
}

int command_merge(program *all, const command_line *line)
{
    const char *customer = word_of(line, 0);
    aftersale_id into;
    if (aftersale_customer_merge(
            all->book, AFTERSALE_ARGS(customer_merge, .customer.ref = customer, .into.ref = word_of(line, 1)),
            &into) != AFTERSALE_OK)
        return complain_of_book(all);
    bool is_done = aftersale_book_did(all->book) == AFTERSALE_DID_CHANGE;
    return show_merged(all, customer, into, is_done ? "merged" : "unchanged: they were merged before");
}

int command_part(program *all, const command_line *line)
{
    const char *customer = word_of(line, 0);
    output shown;
    if (aftersale_customer_part(all->book, AFTERSALE_ARGS(customer_part, .customer.ref = customer), NULL) !=
        AFTERSALE_OK)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field(&shown, "customer", customer);
    output_field(&shown, "result", "parted");
    output_end(&shown);
    return ENDED_WELL;
}
