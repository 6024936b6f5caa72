/* SPDX-License-Identifier: MIT */
/* sheet, words: the written plan for the customer's hand, and what it is written with. */
#include "commands/commands.h"
#include "program/complaint.h"
#include "program/document.h"
#include "program/ical_document.h"
#include <stdlib.h>
#include <string.h>

/* The first plan of a sale. @return how it ended */
static int find_enrolment(program *all, const char *sale, aftersale_id *out)
{
    aftersale_cursor *cursor = NULL;
    const aftersale_enrolment *run;
    if (aftersale_enrolment_list(all->book, AFTERSALE_ARGS(enrolment_list, .sale.ref = sale), &cursor) !=
        AFTERSALE_OK)
        return complain_of_book(all);
    aftersale_status status = aftersale_enrolment_next(cursor, &run);
    if (status == AFTERSALE_ROW)
        *out = aftersale_enrolment_id(run);
    aftersale_cursor_free(cursor);
    if (status < 0)
        return complain_of_book(all);
    return status == AFTERSALE_ROW ? ENDED_WELL
                                   : complain(all, ENDED_NOT_FOUND, sale, "this sale has no plan");
}

static int32_t sheet_format(const char *name)
{
    static const char *const names[] = {"text", "md", "html"};
    for (int32_t i = 0; name != NULL && i < 3; i++) {
        if (strcmp(names[i], name) == 0)
            return i + 1;
    }
    return 0;
}

static int write_sheet(program *all, const aftersale_sheet_make_args *args, const char *path)
{
    const aftersale_sheet *sheet = NULL;
    size_t size;
    if (aftersale_sheet_make(all->book, args, &sheet) != AFTERSALE_OK)
        return complain_of_book(all);
    const char *text = aftersale_sheet_text(sheet, &size);
    int ended = document_of(all, path, text, size);
    aftersale_sheet_free(sheet);
    return ended;
}

/* That it is handed over, and that it was seen, before it is written: so it says so itself. */
static int note_hands(program *all, const command_line *line, aftersale_id enrolment)
{
    const char *with = option_of(line, "share");
    if (with != NULL &&
        aftersale_sheet_share(all->book,
                              AFTERSALE_ARGS(sheet_share, .enrolment.id = enrolment, .with = with,
                                             .language = option_of(line, "language")),
                              NULL) != AFTERSALE_OK)
        return complain_of_book(all);
    if (has_option(line, "acknowledged") &&
        aftersale_sheet_acknowledge(all->book, AFTERSALE_ARGS(sheet_acknowledge, .enrolment.id = enrolment),
                                    NULL) != AFTERSALE_OK)
        return complain_of_book(all);
    return ENDED_WELL;
}

int command_sheet(program *all, const command_line *line)
{
    const char *sale = option_of(line, "sale"), *format = option_of(line, "format");
    const char *path = option_of(line, "output");
    aftersale_id enrolment;
    int ended = ENDED_WELL;
    if ((sale == NULL) == (line->word_count == 0))
        return complain_of_usage(all, "sheet", "needs either an ENROLMENT or --sale");
    if (sale != NULL)
        ended = find_enrolment(all, sale, &enrolment);
    else if (!program_read_id(all, word_of(line, 0), &enrolment))
        ended = ENDED_MISUSED;
    if (ended == ENDED_WELL)
        ended = note_hands(all, line, enrolment);
    if (ended != ENDED_WELL)
        return ended;
    const aftersale_sheet_make_args *args =
        AFTERSALE_ARGS(sheet_make, .enrolment = enrolment, .format = sheet_format(format),
                       .language = option_of(line, "language"));
    if (format != NULL && strcmp(format, "ical") == 0)
        return ical_of_sheet(all, args, path);
    return write_sheet(all, args, path);
}

int command_words(program *all, const command_line *line)
{
    char *json = program_read_file(all, word_of(line, 1), NULL);
    output shown;
    if (json == NULL)
        return ENDED_FILE;
    aftersale_status status = aftersale_words_put(
        all->book, AFTERSALE_ARGS(words_put, .language = word_of(line, 0), .json = json), NULL);
    free(json);
    if (status != AFTERSALE_OK)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field(&shown, "result",
                 aftersale_book_did(all->book) == AFTERSALE_DID_NOTHING ? "unchanged" : "put");
    output_end(&shown);
    return ENDED_WELL;
}
