/* SPDX-License-Identifier: MIT */
#include "desk.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUSTOMERS 4
#define TRIES 200

bool desk_begin(desk *my, aftersale_store *store, uint64_t seed)
{
    my->random = seed;
    return aftersale_book_open(store,
                               AFTERSALE_ARGS(book_open, .name = "rivals", .flags = AFTERSALE_BOOK_CREATE),
                               &my->book, NULL) == AFTERSALE_OK;
}

void desk_end(desk *my)
{
    aftersale_book_free(my->book);
}

static const char *customer_ref(size_t i)
{
    static const char *const refs[CUSTOMERS] = {"hot", "warm", "mild", "cool"};
    return refs[i % CUSTOMERS];
}

bool desk_make(desk *my)
{
    for (size_t i = 0; i < CUSTOMERS; i++)
        if (aftersale_customer_put(my->book,
                                   AFTERSALE_ARGS(customer_put, .ref = customer_ref(i), .tier = "0"), NULL))
            return false;
    return true;
}

static void note_tries(tally *out, int64_t tries)
{
    out->tries += tries;
    out->most_tries = tries > out->most_tries ? tries : out->most_tries;
}

/* The count stands in the customer's tier, and its revision must be the one that was read. */
static aftersale_status try_to_change(desk *my)
{
    const aftersale_customer *customer;
    char next[24];
    aftersale_status status = aftersale_customer_find(my->book, customer_ref(0), &customer);
    if (status != AFTERSALE_OK)
        return status;
    snprintf(next, sizeof next, "%ld", strtol(aftersale_customer_tier(customer), NULL, 10) + 1);
    status = aftersale_customer_put(my->book,
                                    AFTERSALE_ARGS(customer_put, .ref = customer_ref(0), .tier = next,
                                                   .expect = aftersale_customer_revision(customer)),
                                    NULL);
    aftersale_customer_free(customer);
    return status;
}

void desk_change(desk *my, tally *out)
{
    aftersale_status status = try_to_change(my);
    int64_t tries = 0;
    while (status == AFTERSALE_CONFLICT && ++tries < TRIES) {
        rival_pause(&my->random, tries);
        status = try_to_change(my);
    }
    note_tries(out, tries);
    out->changes += status == AFTERSALE_OK;
    out->broken += status != AFTERSALE_OK;
}

void desk_sell(desk *my, size_t number, int64_t i, tally *out)
{
    const aftersale_date sold = {2026, 3, 2};
    aftersale_status status;
    int64_t tries = 0;
    char ref[48];
    snprintf(ref, sizeof ref, "S-%zu-%lld", number, (long long)i);
    do {
        if (tries != 0)
            rival_pause(&my->random, tries);
        status = aftersale_sale_record(
            my->book,
            AFTERSALE_ARGS(sale_record, .ref = ref, .sold = sold, .customer.ref = customer_ref((size_t)i),
                           .plan = "-", .lines = AFTERSALE_LIST(sale_line, {.product.ref = "B24"})),
            NULL);
    } while (status == AFTERSALE_CONFLICT && ++tries < TRIES);
    note_tries(out, tries);
    out->sales += status == AFTERSALE_OK;
    out->broken += status != AFTERSALE_OK;
}

static struct desk_root *root_of(desk *my, aftersale_id id)
{
    for (size_t i = 0; i < my->root_count; i++)
        if (memcmp(&my->roots[i].id, &id, sizeof id) == 0)
            return &my->roots[i];
    if (my->root_count == DESK_ROOTS)
        return NULL;
    my->roots[my->root_count].id = id;
    return &my->roots[my->root_count++];
}

/* Feed numbers follow one another without gap, and so do the events of a root within it. */
static void note_event(desk *my, const aftersale_event *event, tally *out)
{
    struct desk_root *root = root_of(my, aftersale_event_root(event));
    int64_t number = aftersale_event_number(event), feed = aftersale_event_feed(event);
    if (root == NULL || number < 1 || number >= DESK_EVENTS_MOST) {
        out->broken++;
        return;
    }
    out->events++;
    out->gaps += feed > (int64_t)my->feed + 1;
    out->twice += feed <= (int64_t)my->feed || root->seen[number];
    out->overtaken += number < root->last && !root->seen[number];
    my->feed = (uint64_t)feed;
    root->seen[number] = true;
    root->last = number > root->last ? number : root->last;
}

void desk_follow(desk *my, tally *out)
{
    aftersale_cursor *cursor;
    const aftersale_event *event;
    aftersale_status status = aftersale_event_list(my->book, my->feed, &cursor);
    if (status == AFTERSALE_CONFLICT) { /* others number: theirs are read next time */
        note_tries(out, 1);
        return;
    }
    if (status != AFTERSALE_OK) {
        out->broken++;
        return;
    }
    while ((status = aftersale_event_next(cursor, &event)) == AFTERSALE_ROW)
        note_event(my, event, out);
    out->broken += status != AFTERSALE_DONE && status != AFTERSALE_CONFLICT;
    aftersale_cursor_free(cursor);
}

void desk_close(const desk *my, tally *out)
{
    for (size_t i = 0; i < my->root_count; i++)
        for (int64_t number = 1; number <= my->roots[i].last; number++)
            out->unread += !my->roots[i].seen[number];
}

int64_t desk_count(desk *my)
{
    const aftersale_customer *customer;
    int64_t count;
    if (aftersale_customer_find(my->book, customer_ref(0), &customer) != AFTERSALE_OK)
        return -1;
    count = strtol(aftersale_customer_tier(customer), NULL, 10);
    aftersale_customer_free(customer);
    return count;
}
