/* SPDX-License-Identifier: MIT */
/* A mark stands in every personal field of the script's book, and in nothing that is kept or told for others (S69;
 * goal G20). Errors and log lines are looked at wherever faults are tried. */
#include "faults/fault_stage.h"

static size_t lines_with_mark(const char *text, const char *kind)
{
    size_t count = 0;
    for (const char *line = text; *line != 0;) {
        const char *end = strchr(line, '\n');
        const char *mark = strstr(line, SCRIPT_MARK);
        if (mark != NULL && mark < end && strncmp(line, kind, strlen(kind)) == 0)
            count++;
        line = end + 1;
    }
    return count;
}

static void must_not_be_marked(const aftersale_record *record)
{
    static char text[65536];
    size_t size = aftersale_record_json(record, text, sizeof text);
    cr_assert(size != 0 && size <= sizeof text);
    cr_assert_null(strstr(text, SCRIPT_MARK), "%s", text);
}

static void look_at_events(void)
{
    aftersale_cursor *list = NULL;
    const aftersale_event *event;
    size_t count = 0;
    MUST(aftersale_event_list(book, 0, &list));
    for (; aftersale_event_next(list, &event) == AFTERSALE_ROW; count++) {
        must_not_be_marked((const aftersale_record *)event);
        cr_assert_str_not_empty(aftersale_event_name(event), "type %d", (int)aftersale_event_type(event));
    }
    aftersale_cursor_free(list);
    cr_assert_gt(count, SCRIPT_STEPS);
}

/* A derived table has nothing that must be erased (S73). */
static void look_at_projection(void)
{
    aftersale_cursor *list = NULL;
    const aftersale_record *row;
    size_t count = 0;
    MUST(aftersale_projection_list(book, &list));
    for (; aftersale_cursor_next(list, &row) == AFTERSALE_ROW; count++)
        must_not_be_marked(row);
    aftersale_cursor_free(list);
    cr_assert_gt(count, 0);
}

static void look_at_reasons(void)
{
    const aftersale_explanation *why;
    MUST(aftersale_explain_touch(book, stage.at.touch, &why));
    cr_assert_null(strstr(aftersale_explanation_text(why), SCRIPT_MARK));
    aftersale_explanation_free(why);
    MUST(aftersale_explain_enrolment(book, stage.at.run, &why));
    cr_assert_null(strstr(aftersale_explanation_text(why), SCRIPT_MARK));
    aftersale_explanation_free(why);
}

static void look_at_book(bool in_sqlite)
{
    memset(&stage, 0, sizeof stage);
    stage.in_sqlite = in_sqlite;
    stage_go_to(SCRIPT_STEPS);
    MUST(script_state_read(book, &stage.found));
    cr_assert_gt(lines_with_mark(stage.found.data, ""), 5, "the marks are not there");
    cr_assert_eq(lines_with_mark(stage.found.data, "{\"kind\":\"event\""), 0);
    look_at_events();
    look_at_reasons();
    look_at_projection();
    stage_close();
    written_text_free(&stage.found);
}

Test(planted_mark, is_in_no_event_in_memory)
{
    look_at_book(false);
}

Test(planted_mark, is_in_no_event_in_sqlite)
{
    look_at_book(true);
}
