/* SPDX-License-Identifier: MIT */
/* Returns: set against a named sale, or where the paper names none, against the customer's latest earlier sales of
 * the product; what is left is kept as a return without a sale (S12). */
#include "aftersale/enrolment.h"
#include "aftersale/sale.h"
#include "engine/put_by_ref.h"
#include "engine/run.h"
#include "engine/sale_lines.h"
#include "value/date.h"
#include "value/instant.h"
#include "value/money.h"
#include <stdio.h>
#include <string.h>

/* A sale that may take something back: a copy whose lines can be written on. */
typedef struct open_sale {
    const aftersale_sale *before;
    aftersale_sale draft;
    aftersale_sale_line *lines;
    bool is_touched;
} open_sale;

typedef struct return_work {
    as__command *command;
    const aftersale_customer *customer;
    const aftersale_sale *named; /* the sale the paper names, or NULL */
    open_sale *sales;            /* latest first */
    size_t sale_count;
    aftersale_return draft;
    aftersale_sale_line *pieces; /* of the return's lines, one for each sale they were set against */
    size_t piece_count, piece_room;
    aftersale_event event;
} return_work;

static aftersale_quantity negative(aftersale_quantity quantity)
{
    quantity.units = -quantity.units;
    return quantity;
}

static aftersale_status open_one(return_work *work, const aftersale_sale *sale, open_sale *out)
{
    out->before = sale;
    out->draft = *sale;
    out->is_touched = false;
    out->lines = as__arena_take(&work->command->unit->arena, sale->lines.count * sizeof *out->lines + 1);
    if (out->lines == NULL)
        return AFTERSALE_NO_MEMORY;
    if (sale->lines.count != 0)
        memcpy(out->lines, sale->lines.items, sale->lines.count * sizeof *out->lines);
    out->draft.lines.items = out->lines;
    return AFTERSALE_OK;
}

/* Sold not after the return: of the same day unless both hours are known and say otherwise. */
static bool is_earlier(const return_work *work, const aftersale_sale *sale)
{
    int order = as__date_compare(sale->sold, work->draft.returned);
    const aftersale_sale_return_args *args = work->command->args;
    if (!as__date_given(sale->sold) || order > 0)
        return false;
    return order < 0 || !sale->sold_time.given || !args->returned_time.given ||
           as__daytime_seconds(sale->sold_time) <= as__daytime_seconds(args->returned_time);
}

static int64_t sold_at(const aftersale_sale *sale)
{
    return as__civil_seconds(sale->sold, sale->sold_time.given ? as__daytime_seconds(sale->sold_time) : 0);
}

typedef struct ids {
    as__arena *arena;
    uint64_t *items;
    size_t count, room;
    bool failed;
} ids;

static bool note_sale(void *user, const aftersale_event *event)
{
    ids *list = user;
    if (event->type != AS__EVENT_SALE_RECORDED)
        return true;
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 16 : list->room * 2;
        uint64_t *items = as__arena_take(list->arena, room * sizeof *items);
        list->failed = items == NULL;
        if (items == NULL)
            return false;
        if (list->count != 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->room = room;
    }
    list->items[list->count++] = event->subject;
    return true;
}

/* Later ones come first; of the same instant the one recorded later. */
static void insert_sorted(return_work *work, open_sale sale)
{
    size_t at = work->sale_count++;
    while (at != 0 && sold_at(work->sales[at - 1].before) <= sold_at(sale.before)) {
        work->sales[at] = work->sales[at - 1];
        at--;
    }
    work->sales[at] = sale;
}

static aftersale_status find_sales(return_work *work)
{
    as__command *command = work->command;
    ids list = {.arena = &command->unit->arena};
    aftersale_key *keys;
    aftersale_status status =
        as__events_walk(command->book, command->unit, work->customer->id, note_sale, &list);
    if (status != AFTERSALE_OK || list.failed)
        return status != AFTERSALE_OK ? status : AFTERSALE_NO_MEMORY;
    keys = as__arena_take(&command->unit->arena, (list.count + 1) * sizeof *keys);
    work->sales = as__arena_take(&command->unit->arena, (list.count + 1) * sizeof *work->sales);
    if (keys == NULL || work->sales == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < list.count; i++)
        keys[i] = as__key_make(command->book->tenant->book, AFTERSALE_KIND_SALE, 0, list.items[i]);
    status = as__unit_fetch(command->unit, keys, list.count);
    for (size_t i = 0; i < list.count && status == AFTERSALE_OK; i++) {
        const aftersale_record *record;
        open_sale sale;
        status = as__record_named(command->book, command->unit, AFTERSALE_KIND_SALE, list.items[i], &record);
        if (status != AFTERSALE_OK)
            return status;
        if (!is_earlier(work, (const aftersale_sale *)record))
            continue;
        status = open_one(work, (const aftersale_sale *)record, &sale);
        if (status == AFTERSALE_OK)
            insert_sorted(work, sale);
    }
    return status;
}

static aftersale_status add_piece(return_work *work, aftersale_sale_line piece)
{
    if (work->piece_count == work->piece_room) {
        size_t room = work->piece_room == 0 ? 8 : work->piece_room * 2;
        aftersale_sale_line *pieces = as__arena_take(&work->command->unit->arena, room * sizeof *pieces);
        if (pieces == NULL)
            return AFTERSALE_NO_MEMORY;
        if (work->piece_count != 0)
            memcpy(pieces, work->pieces, work->piece_count * sizeof *pieces);
        work->pieces = pieces;
        work->piece_room = room;
    }
    work->pieces[work->piece_count++] = piece;
    return AFTERSALE_OK;
}

/* What so much of a sold line is worth; all of it is worth the line's amount. */
static int64_t worth(const aftersale_sale_line *sold, aftersale_quantity back)
{
    int64_t weights[2] = {as__quantity_weight(back), 0}, parts[2] = {0, 0};
    weights[1] = as__quantity_weight(sold->quantity) - weights[0];
    (void)as__money_split(sold->amount, weights, 2, parts);
    return parts[0];
}

/* What the paper says of the money holds; else the goods are worth what they were sold for. */
static bool is_priced(const aftersale_sale_line *line)
{
    return as__price_given(line->price) || as__money_given(line->amount);
}

/* Sets as much of a returned line against one sale as it still has of that product. */
static aftersale_status set_against(return_work *work, const aftersale_sale_line *line, open_sale *sale,
                                    aftersale_quantity *left)
{
    for (size_t i = 0; i < sale->draft.lines.count && left->units > 0; i++) {
        aftersale_sale_line *sold = &sale->lines[i], piece = *line;
        aftersale_quantity there = as__line_left(sold), back = sold->returned;
        aftersale_status status;
        if (there.units <= 0 || strcmp(sold->product.ref, line->product.ref) != 0)
            continue;
        piece.quantity = as__quantity_compare(there, *left) < 0 ? there : *left;
        piece.against.ref = sale->before->ref;
        if (!as__quantity_add(sold->returned, piece.quantity, &sold->returned) ||
            !as__quantity_add(*left, negative(piece.quantity), left))
            return as__fail_field(work->command->book, AFTERSALE_INVALID, "lines", AS__MESSAGE_OVERFLOW,
                                  NULL);
        if (!is_priced(line)) {
            piece.price = sold->price;
            piece.amount = sold->amount;
            if (as__money_given(sold->amount))
                piece.amount.minor = worth(sold, sold->returned) - worth(sold, back);
        }
        sale->is_touched = true;
        status = add_piece(work, piece);
        if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}

/* The amount of a line, shared out to its pieces so that they sum to it (S5). */
static aftersale_status share_amount(return_work *work, aftersale_money amount, size_t first)
{
    size_t count = work->piece_count - first;
    int64_t *weights = as__arena_take(&work->command->unit->arena, count * sizeof *weights + 1);
    int64_t *parts = as__arena_take(&work->command->unit->arena, count * sizeof *parts + 1);
    if (weights == NULL || parts == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        weights[i] = as__quantity_weight(work->pieces[first + i].quantity);
    if (!as__money_split(amount, weights, count, parts))
        return as__fail_field(work->command->book, AFTERSALE_INVALID, "lines", AS__MESSAGE_OVERFLOW, NULL);
    for (size_t i = 0; i < count; i++) {
        work->pieces[first + i].amount = amount;
        work->pieces[first + i].amount.minor = parts[i];
    }
    return AFTERSALE_OK;
}

/* What no sale holds: kept without one, at the price of the catalogue where the paper names none. */
static aftersale_status add_rest(return_work *work, const aftersale_sale_line *line,
                                 const aftersale_product *product, size_t place, aftersale_quantity left)
{
    aftersale_sale_line rest = *line;
    aftersale_status status = AFTERSALE_OK;
    rest.quantity = left;
    if (!is_priced(line))
        status = as__line_price(work->command, place, product, &rest);
    return status == AFTERSALE_OK ? add_piece(work, rest) : status;
}

static aftersale_status take_line(return_work *work, const aftersale_sale_line *given,
                                  const aftersale_product *product, size_t place)
{
    aftersale_sale_line line = *given;
    aftersale_quantity left = line.quantity;
    size_t first = work->piece_count;
    aftersale_status status = AFTERSALE_OK;
    if (is_priced(&line))
        status = as__line_price(work->command, place, NULL, &line);
    for (size_t i = 0; i < work->sale_count && left.units > 0 && status == AFTERSALE_OK; i++)
        status = set_against(work, &line, &work->sales[i], &left);
    if (status == AFTERSALE_OK && left.units > 0 && work->named != NULL) {
        char path[48];
        snprintf(path, sizeof path, "lines[%zu].quantity", place);
        return as__fail_field(work->command->book, AFTERSALE_INVALID, path, AS__MESSAGE_RETURN_TOO_MUCH,
                              NULL);
    }
    if (status == AFTERSALE_OK && left.units > 0)
        status = add_rest(work, &line, product, place, left);
    return status == AFTERSALE_OK && is_priced(&line) ? share_amount(work, line.amount, first) : status;
}

/* The whole of the named sale: what is left of each of its lines. */
static aftersale_status take_all(return_work *work)
{
    const aftersale_sale_line *lines = work->named->lines.items;
    aftersale_status status = AFTERSALE_OK;
    if (as__date_given(work->named->returned))
        return as__fail_field(work->command->book, AFTERSALE_INVALID, "sale", AS__MESSAGE_RETURN_TOO_MUCH,
                              "has come back already");
    work->sales[0].is_touched = true;
    for (size_t i = 0; i < work->named->lines.count && status == AFTERSALE_OK; i++) {
        aftersale_sale_line line = lines[i];
        line.quantity = as__line_left(&lines[i]);
        memset(&line.returned, 0, sizeof line.returned);
        memset(&line.amount, 0, sizeof line.amount);
        memset(&line.price, 0, sizeof line.price);
        if (line.quantity.units > 0)
            status = take_line(work, &line, NULL, i);
    }
    return status;
}

/* A plan for a sale, or for a line of it, that has come back whole is over. */
static aftersale_status end_runs(return_work *work, const open_sale *sale)
{
    as__command *command = work->command;
    size_t count = work->event.runs.count;
    const as__open_plan *runs = AS__ITEMS(as__open_plan, work->event.runs);
    for (size_t i = 0; i < count; i++) {
        const aftersale_record *record;
        const aftersale_enrolment *run;
        aftersale_status status;
        if (!runs[i].is_open)
            continue;
        status = as__record_named(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, runs[i].enrolment,
                                  &record);
        if (status != AFTERSALE_OK)
            return status;
        run = (const aftersale_enrolment *)record;
        if (run->sale != sale->before->id)
            continue;
        if (!as__lines_are_back(&sale->draft.lines) &&
            (run->line == 0 || (size_t)run->line > sale->draft.lines.count ||
             as__line_left(&sale->lines[run->line - 1]).units > 0))
            continue;
        status = as__run_end(command, run, work->customer, AFTERSALE_ENROLMENT_ENDED, AFTERSALE_LEFT_REMOVED,
                             "returned", &work->event);
        if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}

static aftersale_status put_sales(return_work *work)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < work->sale_count && status == AFTERSALE_OK; i++) {
        open_sale *sale = &work->sales[i];
        if (!sale->is_touched)
            continue;
        if (as__lines_are_back(&sale->draft.lines)) {
            const aftersale_sale_return_args *args = work->command->args;
            sale->draft.returned = work->draft.returned;
            sale->draft.returned_time = args->returned_time;
        }
        status = as__unit_put(work->command->unit, AFTERSALE_KIND_SALE, &sale->draft, NULL);
        if (status == AFTERSALE_OK)
            status = end_runs(work, sale);
    }
    return status;
}

/* Gives a piece back to the sale it was set against. */
static aftersale_status give_back(return_work *work, const aftersale_sale_line *piece, open_sale *sale)
{
    aftersale_quantity left = piece->quantity;
    for (size_t i = 0; i < sale->draft.lines.count && left.units > 0; i++) {
        aftersale_sale_line *sold = &sale->lines[i];
        aftersale_quantity there = as__line_left(sold), part;
        if (there.units <= 0 || strcmp(sold->product.ref, piece->product.ref) != 0)
            continue;
        part = as__quantity_compare(there, left) < 0 ? there : left;
        if (!as__quantity_add(sold->returned, part, &sold->returned) ||
            !as__quantity_add(left, negative(part), &left))
            return as__fail_field(work->command->book, AFTERSALE_INVALID, "lines", AS__MESSAGE_OVERFLOW,
                                  NULL);
        sale->is_touched = true;
    }
    if (left.units > 0)
        return as__fail_field(work->command->book, AFTERSALE_INVALID, "lines", AS__MESSAGE_RETURN_TOO_MUCH,
                              NULL);
    return AFTERSALE_OK;
}

static aftersale_status open_sale_of(return_work *work, const char *ref, open_sale **out)
{
    const aftersale_record *record;
    aftersale_link link = {{{0}}, ref};
    aftersale_status status;
    for (size_t i = 0; i < work->sale_count; i++) {
        *out = &work->sales[i];
        if (strcmp(work->sales[i].before->ref, ref) == 0)
            return AFTERSALE_OK;
    }
    status = as__link_record(work->command->book, work->command->unit, "lines.against", AFTERSALE_KIND_SALE,
                             link, &record);
    if (status != AFTERSALE_OK)
        return status;
    *out = &work->sales[work->sale_count++];
    return open_one(work, (const aftersale_sale *)record, *out);
}

/* The lines of an exported return are its pieces, and say which sale each was set against. */
static aftersale_status take_pieces(return_work *work, const as__priced *priced,
                                    const aftersale_sale_line *exported)
{
    aftersale_status status = AFTERSALE_OK;
    work->sales = as__arena_take(&work->command->unit->arena, (priced->count + 1) * sizeof *work->sales);
    work->sale_count = 0;
    if (work->sales == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < priced->count && status == AFTERSALE_OK; i++) {
        aftersale_sale_line piece = priced->lines[i];
        open_sale *sale;
        piece.against = exported[i].against;
        if (piece.against.ref != NULL) {
            status = open_sale_of(work, piece.against.ref, &sale);
            if (status == AFTERSALE_OK)
                status = give_back(work, &piece, sale);
        }
        if (status == AFTERSALE_OK)
            status = add_piece(work, piece);
    }
    return status;
}

static aftersale_status find_owner(return_work *work, const aftersale_sale_return_args *args)
{
    as__command *command = work->command;
    const aftersale_record *record;
    bool names_sale = args->sale.ref != NULL || as__id_given(args->sale.id);
    aftersale_status status = AFTERSALE_OK;
    if (names_sale) {
        status =
            as__link_record(command->book, command->unit, "sale", AFTERSALE_KIND_SALE, args->sale, &record);
        if (status != AFTERSALE_OK)
            return status;
        work->named = (const aftersale_sale *)record;
    }
    status = as__link_root(command->book, command->unit, args->customer,
                           names_sale ? work->named->customer : 0, &work->customer);
    if (status != AFTERSALE_OK)
        return status;
    if (names_sale && work->named->customer != work->customer->id)
        return as__fail_field(command->book, AFTERSALE_INVALID, "customer", AS__MESSAGE_DISAGREE,
                              "is not whose sale it is");
    if (!names_sale && args->lines.count == 0)
        return as__fail_field(command->book, AFTERSALE_INVALID, "lines", AS__MESSAGE_REQUIRED,
                              "must be given where no sale is named");
    return AFTERSALE_OK;
}

static aftersale_status take_lines(return_work *work, const aftersale_sale_return_args *args)
{
    as__priced priced;
    aftersale_status status;
    if (work->command->book->restores != NULL && args->lines.count != 0) {
        status = as__lines_take(work->command, args->lines, work->draft.returned, &priced);
        return status == AFTERSALE_OK ? take_pieces(work, &priced, args->lines.items) : status;
    }
    if (work->named != NULL) {
        work->sales = as__arena_take(&work->command->unit->arena, sizeof *work->sales);
        if (work->sales == NULL)
            return AFTERSALE_NO_MEMORY;
        work->sale_count = 1;
        status = open_one(work, work->named, &work->sales[0]);
    } else {
        status = find_sales(work);
    }
    if (status == AFTERSALE_OK && args->lines.count == 0)
        return take_all(work);
    if (status == AFTERSALE_OK)
        status = as__lines_take(work->command, args->lines, work->draft.returned, &priced);
    for (size_t i = 0; status == AFTERSALE_OK && i < priced.count; i++)
        status = take_line(work, &priced.lines[i], priced.products[i], i);
    return status;
}

static aftersale_status sum_pieces(return_work *work)
{
    for (size_t i = 0; i < work->piece_count; i++) {
        aftersale_money amount = work->pieces[i].amount;
        if (!as__money_given(amount))
            continue;
        if (!as__money_given(work->draft.total))
            work->draft.total = amount;
        else if (strcmp(work->draft.total.currency, amount.currency) != 0)
            return as__fail_field(work->command->book, AFTERSALE_INVALID, "lines",
                                  AS__MESSAGE_MIXED_CURRENCIES, NULL);
        else if (!as__money_add(work->draft.total, amount, &work->draft.total))
            return as__fail_field(work->command->book, AFTERSALE_INVALID, "lines", AS__MESSAGE_OVERFLOW,
                                  NULL);
    }
    return AFTERSALE_OK;
}

static aftersale_status set_day(return_work *work, aftersale_date returned)
{
    const as__zone *zone;
    aftersale_status status;
    work->draft.returned = returned;
    if (as__date_given(returned))
        return AFTERSALE_OK;
    status = as__customer_zone(work->command->book, work->customer, work->command->settings, &zone);
    if (status == AFTERSALE_OK)
        work->draft.returned = as__day_in_zone(zone, work->command->at);
    return status;
}

static aftersale_status put_return(return_work *work, const aftersale_sale_return_args *args)
{
    as__command *command = work->command;
    aftersale_return *draft = &work->draft;
    aftersale_status status;
    draft->id = as__command_id_for(command, AFTERSALE_KIND_RETURN);
    draft->ref = args->ref;
    draft->customer = work->customer->id;
    draft->sale = work->named != NULL ? work->named->id : 0;
    draft->reason = args->reason;
    draft->lines = (as__list){work->pieces, work->piece_count};
    draft->returned_time = args->returned_time;
    draft->created = as__command_recorded(command);
    draft->recorded_as = command->digest;
    status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, draft->customer, AS__EVENT_SALE_RETURNED,
                             &work->event);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_RETURN, draft, NULL);
    if (status == AFTERSALE_OK)
        status = put_sales(work);
    if (status != AFTERSALE_OK)
        return status;
    work->event.subject = draft->id;
    return as__event_put(command, &work->event);
}

aftersale_status as__do_sale_return(as__command *command)
{
    const aftersale_sale_return_args *args = command->args;
    return_work work = {.command = command};
    const aftersale_record *there;
    aftersale_status status = as__record_by_ref(command->unit, AFTERSALE_KIND_RETURN, args->ref, &there);
    as__command_take_digest(command);
    if (status != AFTERSALE_OK)
        return status;
    if (there != NULL)
        return as__put_repeat(command, ((const aftersale_return *)there)->id,
                              &((const aftersale_return *)there)->recorded_as);
    status = find_owner(&work, args);
    if (status == AFTERSALE_OK)
        status = set_day(&work, args->returned);
    if (status == AFTERSALE_OK)
        status = take_lines(&work, args);
    if (status == AFTERSALE_OK)
        status = sum_pieces(&work);
    if (status == AFTERSALE_OK)
        status = put_return(&work, args);
    command->out = as__id_make(command->book->tenant->book, work.draft.id);
    command->did = AFTERSALE_DID_MAKE;
    return status;
}
