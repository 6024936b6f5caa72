/* SPDX-License-Identifier: MIT */
/* cards: vCards in and out. */
#include "aftersale/vcard.h"
#include "commands/commands.h"
#include "import/import_output.h"
#include "program/complaint.h"
#include "program/document.h"
#include <stdlib.h>
#include <string.h>

static int tell_bad_card(void *user, uint64_t line, const aftersale_error *error)
{
    const program *all = user;
    for (int32_t i = 0; i < error->problem_count; i++) {
        const aftersale_problem *problem = error->problems[i];
        complain_of_line(all, problem->line > 0 ? (uint64_t)problem->line : line, "", problem->path,
                         problem->text);
    }
    if (error->problem_count == 0)
        complain_of_line(all, line, "", "", error->text);
    return 0;
}

static int import_cards(program *all, const char *path)
{
    size_t size;
    char *text = program_read_file(all, path, &size);
    aftersale_vcard_counts cards = {.struct_size = sizeof cards};
    output shown;
    if (text == NULL)
        return ENDED_FILE;
    aftersale_status status = aftersale_vcard_import(
        all->book, AFTERSALE_ARGS(vcard_import, .bad_card = tell_bad_card, .bad_card_user = all), text, size,
        &cards);
    int ended = status == AFTERSALE_OK ? ENDED_WELL : complain_of_book(all);
    free(text);
    aftersale_import_counts counts = {
        .made = cards.made, .changed = cards.changed, .same = cards.same, .bad = cards.bad};
    program_answer(all, &shown);
    output_records(&shown);
    output_counts(&shown, "cards", &counts, 0);
    output_end(&shown);
    return ended == ENDED_WELL && cards.bad > 0 ? ENDED_PARTLY : ended;
}

static int export_cards(program *all, const char *customer, const char *path)
{
    document cards;
    int ended = document_begin(all, path, &cards);
    if (ended != ENDED_WELL)
        return ended;
    return document_end(&cards, aftersale_vcard_export(all->book,
                                                       AFTERSALE_ARGS(vcard_export, .customer.ref = customer),
                                                       document_write, &cards));
}

int command_cards(program *all, const command_line *line)
{
    const char *way = word_of(line, 0), *what = word_of(line, 1), *path = option_of(line, "output");
    if (strcmp(way, "export") == 0)
        return export_cards(all, what, path);
    if (strcmp(way, "import") != 0)
        return complain_of_usage(all, way, "is neither import nor export");
    if (what == NULL || path != NULL)
        return complain_of_usage(all, "cards import", what == NULL ? "needs a FILE" : "takes no --output");
    return import_cards(all, what);
}
