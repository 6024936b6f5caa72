/* SPDX-License-Identifier: MIT */
/* impact, migrate: what another version of a plan does to those who are in it. */
#include "commands/commands.h"
#include "commands/touch_output.h"
#include "program/complaint.h"
#include "program/progress.h"
#include <stdlib.h>

static const char *const row_columns[] = {"customer", "version", "kept",      "moved", "added",
                                          "dropped",  "held",    "enrolment", NULL};

static void show_customer(program *all, output *shown, aftersale_id id)
{
    const aftersale_customer *customer = NULL;
    bool is_known = aftersale_customer_get(all->book, id, &customer) == AFTERSALE_OK;
    output_text(shown, is_known ? aftersale_customer_ref(customer) : "");
    aftersale_customer_free(customer);
}

static void show_row(program *all, output *shown, const aftersale_impact *row)
{
    char id[AFTERSALE_ID_TEXT];
    show_customer(all, shown, aftersale_impact_customer(row));
    output_number(shown, aftersale_impact_version(row));
    output_number(shown, aftersale_impact_kept(row));
    output_number(shown, aftersale_impact_moved(row));
    output_number(shown, aftersale_impact_added(row));
    output_number(shown, aftersale_impact_dropped(row));
    output_number(shown, aftersale_impact_held(row));
    aftersale_id_text(aftersale_impact_enrolment(row), id);
    output_text(shown, id);
}

static void show_totals(output *shown, const aftersale_impact_totals *totals)
{
    output_record(shown, "totals");
    output_field_number(shown, "enrolments", totals->enrolments);
    output_field_number(shown, "changed", totals->changed);
    output_field_number(shown, "held", totals->held);
    output_field_number(shown, "touches_kept", totals->kept);
    output_field_number(shown, "touches_moved", totals->moved);
    output_field_number(shown, "touches_added", totals->added);
    output_field_number(shown, "touches_dropped", totals->dropped);
}

/* Every enrolment that is concerned, and the sums; the cursor is ended. */
static int show_impact(program *all, aftersale_cursor *cursor)
{
    const aftersale_impact *row;
    aftersale_status status;
    output shown;
    program_answer(all, &shown);
    output_table(&shown, "enrolments", row_columns);
    while ((status = aftersale_impact_next(cursor, &row)) == AFTERSALE_ROW)
        show_row(all, &shown, row);
    if (status == AFTERSALE_DONE)
        show_totals(&shown, aftersale_impact_total(cursor));
    output_end(&shown);
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE ? ENDED_WELL : complain_of_book(all);
}

int command_impact(program *all, const command_line *line)
{
    char *json = program_read_file(all, word_of(line, 0), NULL);
    aftersale_cursor *cursor = NULL;
    if (json == NULL)
        return ENDED_FILE;
    aftersale_status status =
        aftersale_impact_list(all->book, AFTERSALE_ARGS(impact_list, .json = json), &cursor);
    free(json);
    return status == AFTERSALE_OK ? show_impact(all, cursor) : complain_of_book(all);
}

static void show_state(output *shown, int32_t tag, int32_t state)
{
    char word[32];
    output_text(shown, choice_word(AFTERSALE_KIND_MIGRATION, tag, state, word));
}

static void show_touch_row(output *shown, const aftersale_migration *row)
{
    output_text(shown, aftersale_migration_step(row));
    output_number(shown, aftersale_migration_occurrence(row));
    show_state(shown, AFTERSALE_FIELD_MIGRATION_WHAT, aftersale_migration_what(row));
    output_time(shown, aftersale_migration_due_before(row));
    output_time(shown, aftersale_migration_due_after(row));
    show_state(shown, AFTERSALE_FIELD_MIGRATION_STATE_AFTER, aftersale_migration_state_after(row));
}

static aftersale_status migrate(program *all, aftersale_id enrolment, int32_t version)
{
    return aftersale_plan_migrate(
        all->book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = enrolment, .version = version), NULL);
}

/* In which state the plan would be: tried in a group that is dropped. */
static void show_then(program *all, output *shown, aftersale_id enrolment, int32_t version)
{
    const aftersale_enrolment *run = NULL;
    char word[32];
    bool goes = aftersale_group_begin(all->book, 0) == AFTERSALE_OK &&
                migrate(all, enrolment, version) == AFTERSALE_OK &&
                aftersale_enrolment_get(all->book, enrolment, &run) == AFTERSALE_OK;
    output_record(shown, "enrolment");
    output_field(shown, "then",
                 goes ? choice_word(AFTERSALE_KIND_ENROLMENT, AFTERSALE_FIELD_ENROLMENT_STATE,
                                    aftersale_enrolment_state(run), word)
                      : "as it is");
    if (!goes)
        output_field(shown, "why", aftersale_book_error(all->book)->text);
    aftersale_enrolment_free(run);
    (void)aftersale_group_drop(all->book);
}

static int list_touches(program *all, aftersale_id enrolment, int32_t version)
{
    static const char *const columns[] = {"step", "occurrence", "what", "before", "after", "state", NULL};
    const aftersale_migration *row;
    aftersale_cursor *cursor = NULL;
    aftersale_status status;
    output shown;
    if (aftersale_migration_list(
            all->book, AFTERSALE_ARGS(migration_list, .enrolment.id = enrolment, .version = version),
            &cursor) != AFTERSALE_OK)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_table(&shown, "touches", columns);
    while ((status = aftersale_migration_next(cursor, &row)) == AFTERSALE_ROW)
        show_touch_row(&shown, row);
    aftersale_cursor_free(cursor);
    if (status == AFTERSALE_DONE)
        show_then(all, &shown, enrolment, version);
    output_end(&shown);
    return status == AFTERSALE_DONE ? ENDED_WELL : complain_of_book(all);
}

static int migrate_one(program *all, aftersale_id enrolment, int32_t version)
{
    output shown;
    if (migrate(all, enrolment, version) != AFTERSALE_OK)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field(&shown, "result",
                 aftersale_book_did(all->book) == AFTERSALE_DID_CHANGE ? "migrated"
                                                                       : "unchanged: it is in that version");
    output_end(&shown);
    return ENDED_WELL;
}

typedef struct migrated {
    int64_t migrated, held;
} migrated;

/* What is held is left for another time. @return DONE, CANCELLED, or a failure */
static aftersale_status migrate_rows(program *all, aftersale_cursor *cursor, int32_t version, migrated *out)
{
    const aftersale_impact *row;
    aftersale_status status;
    progress bar;
    progress_begin(all, &bar, "enrolments", 0);
    while ((status = aftersale_impact_next(cursor, &row)) == AFTERSALE_ROW) {
        bool is_held = aftersale_impact_held(row) != 0;
        status = is_held ? AFTERSALE_OK : migrate(all, aftersale_impact_enrolment(row), version);
        if (status != AFTERSALE_OK)
            break;
        out->held += is_held;
        out->migrated += !is_held;
        if (!progress_at(&bar, (uint64_t)(out->held + out->migrated))) {
            status = AFTERSALE_CANCELLED;
            break;
        }
    }
    (void)progress_end(&bar);
    return status;
}

/* Whatever fails ends the work, and what was done stands. */
static int migrate_all(program *all, aftersale_cursor *cursor, int32_t version)
{
    migrated done = {.migrated = 0};
    int ended = ENDED_WELL;
    output shown;
    aftersale_status status = migrate_rows(all, cursor, version, &done);
    aftersale_cursor_free(cursor);
    if (status == AFTERSALE_CANCELLED)
        ended = complain(all, ENDED_STOPPED, "migrate", "stopped");
    else if (status != AFTERSALE_DONE)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field_number(&shown, "migrated", done.migrated);
    output_field_number(&shown, "held", done.held);
    output_end(&shown);
    return ended;
}

int command_migrate(program *all, const command_line *line)
{
    const char *what = word_of(line, 0);
    int32_t version = option_small_number(line, "version");
    bool applies = has_option(line, "apply");
    aftersale_cursor *cursor = NULL;
    aftersale_id id;
    if (aftersale_id_parse(what, &id) == AFTERSALE_OK)
        return applies ? migrate_one(all, id, version) : list_touches(all, id, version);
    if (aftersale_impact_list(all->book, AFTERSALE_ARGS(impact_list, .plan = what, .version = version),
                              &cursor) != AFTERSALE_OK)
        return complain_of_book(all);
    return applies ? migrate_all(all, cursor, version) : show_impact(all, cursor);
}
