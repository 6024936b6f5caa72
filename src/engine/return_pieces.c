/* SPDX-License-Identifier: MIT */
/* The lines of a return, set against sales piece by piece. */
#include "engine/return_work.h"
#include "value/date.h"
#include "value/money.h"
#include <stdio.h>
#include <string.h>

static aftersale_quantity negative(aftersale_quantity quantity)
{
    quantity.units = -quantity.units;
    return quantity;
}

static aftersale_status add_piece(as__return_work *work, aftersale_sale_line piece)
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
static aftersale_status set_against(as__return_work *work, const aftersale_sale_line *line,
                                    as__open_sale *sale, aftersale_quantity *left)
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
static aftersale_status share_amount(as__return_work *work, aftersale_money amount, size_t first)
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
static aftersale_status add_rest(as__return_work *work, const aftersale_sale_line *line,
                                 const aftersale_product *product, size_t place, aftersale_quantity left)
{
    aftersale_sale_line rest = *line;
    aftersale_status status = AFTERSALE_OK;
    rest.quantity = left;
    if (!is_priced(line))
        status = as__line_price(work->command, place, product, &rest);
    return status == AFTERSALE_OK ? add_piece(work, rest) : status;
}

static aftersale_status take_line(as__return_work *work, const aftersale_sale_line *given,
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
static aftersale_status take_all(as__return_work *work)
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

/* Gives a piece back to the sale it was set against. */
static aftersale_status give_back(as__return_work *work, const aftersale_sale_line *piece,
                                  as__open_sale *sale)
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

static aftersale_status open_sale_of(as__return_work *work, const char *ref, as__open_sale **out)
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
    return as__return_open(work, (const aftersale_sale *)record, *out);
}

/* The lines of an exported return are its pieces, and say which sale each was set against. */
static aftersale_status take_pieces(as__return_work *work, const as__priced *priced,
                                    const aftersale_sale_line *exported)
{
    aftersale_status status = AFTERSALE_OK;
    work->sales = as__arena_take(&work->command->unit->arena, (priced->count + 1) * sizeof *work->sales);
    work->sale_count = 0;
    if (work->sales == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < priced->count && status == AFTERSALE_OK; i++) {
        aftersale_sale_line piece = priced->lines[i];
        as__open_sale *sale;
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

aftersale_status as__return_take_lines(as__return_work *work, const aftersale_sale_return_args *args)
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
        status = as__return_open(work, work->named, &work->sales[0]);
    } else {
        status = as__return_find_sales(work);
    }
    if (status == AFTERSALE_OK && args->lines.count == 0)
        return take_all(work);
    if (status == AFTERSALE_OK)
        status = as__lines_take(work->command, args->lines, work->draft.returned, &priced);
    for (size_t i = 0; status == AFTERSALE_OK && i < priced.count; i++)
        status = take_line(work, &priced.lines[i], priced.products[i], i);
    return status;
}
