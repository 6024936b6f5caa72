/* SPDX-License-Identifier: MIT */
/* The line of time of a written plan: a mark for each promise that has a day, with its number in the table. Whole
 * numbers in the units of the drawing, so that the same plan gives the same bytes everywhere. */
#include "exchange/sheet_part.h"
#include "value/date.h"

#define WIDTH 640
#define MARGIN 12 /* at both ends of the line */
#define RADIUS 9
#define APART 20 /* least distance of two marks */
#define LANES 6 /* marks too close for one stand above one another; what finds no room is left to the table */
#define BELOW 34 /* the line's height above the lower edge */
#define TICKS 40 /* at most */
#define GAP 12   /* least distance of two labels */

typedef struct mark {
    size_t line; /* of the document */
    int x, lane;
} mark;

typedef struct drawing {
    const as__sheet_document *document;
    as__buffer *out;
    as__buffer scratch, marks;
    aftersale_date first, last;
    bool mirrored;
    int height;
} drawing;

static int place_of(const drawing *at, aftersale_date day)
{
    int64_t begin = as__days_from_date(at->first), length = as__days_from_date(at->last) - begin;
    int x = MARGIN + (int)((as__days_from_date(day) - begin) * (WIDTH - 2 * MARGIN) / length);
    return at->mirrored ? WIDTH - x : x;
}

/* Each mark into the lowest lane with room for it. They come in order of time. */
static void place_marks(drawing *at, size_t count)
{
    int last[LANES], highest = 0;
    for (int i = 0; i < LANES; i++)
        last[i] = -APART - WIDTH;
    for (size_t i = 0; i < count; i++) {
        int x = place_of(at, at->document->lines[i].day), lane = 0;
        while (lane < LANES && (x > last[lane] ? x - last[lane] : last[lane] - x) < APART)
            lane++;
        if (lane == LANES)
            continue;
        as__buffer_append(&at->marks, &(mark){i, x, lane}, sizeof(mark));
        last[lane] = x;
        if (lane > highest)
            highest = lane;
    }
    at->height = BELOW + RADIUS + 1 + highest * APART;
}

static int line_y(const drawing *at)
{
    return at->height - BELOW;
}

static void put_marks(drawing *at)
{
    const mark *marks = (const mark *)(const void *)at->marks.data;
    size_t count = at->marks.size / sizeof *marks;
    int y = line_y(at);
    for (size_t i = 0; i < count; i++)
        if (marks[i].lane > 0)
            as__buffer_format(at->out, "<path d=\"M%d %dv-%d\"/>\n", marks[i].x, y, marks[i].lane * APART);
    for (size_t i = 0; i < count; i++) {
        const char *name = at->document->lines[marks[i].line].is_done ? "done" : "ahead";
        int above = y - marks[i].lane * APART;
        as__buffer_format(at->out, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>", name, marks[i].x,
                          above, RADIUS);
        as__buffer_format(at->out, "<text class=\"%s\" x=\"%d\" y=\"%d\">%zu</text>\n", name, marks[i].x,
                          above + 4, marks[i].line + 1);
    }
}

/* Room that a label takes, rather too much. */
static int width_of(const char *text)
{
    int width = 0;
    for (; *text != '\0'; text += as__sheet_point(text))
        width += (unsigned char)*text >= 0xE0 ? 12 : 7;
    return width;
}

static const char *label_of(drawing *at, aftersale_date day)
{
    at->scratch.size = 0;
    as__words_date(at->document->words, day, &at->scratch);
    const char *text = as__buffer_string(&at->scratch);
    return text != NULL ? text : "";
}

static void put_label(drawing *at, const char *text, int x, const char *anchor)
{
    as__buffer_format(at->out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, at->height - 3, anchor);
    as__sheet_put_html(at->out, text);
    as__buffer_text(at->out, "</text>\n");
}

/* Months between two ticks. */
static int64_t step_of(int64_t months)
{
    static const int64_t steps[] = {1, 3, 12, 60, 120, 1200};
    size_t i = 0;
    while (i + 1 < sizeof steps / sizeof steps[0] && months / steps[i] > TICKS)
        i++;
    return steps[i];
}

static int64_t month_of(aftersale_date day)
{
    return (int64_t)day.year * 12 + day.month - 1;
}

/* A tick at the first of months, and their labels where those of the ends and of one another leave room. */
static void put_ticks(drawing *at)
{
    int64_t end = month_of(at->last), step = step_of(end - month_of(at->first));
    int y = line_y(at), from = width_of(label_of(at, at->first));
    int until = WIDTH - width_of(label_of(at, at->last));
    for (int64_t month = (month_of(at->first) / step + 1) * step; month <= end; month += step) {
        aftersale_date day = {(int16_t)(month / 12), (uint8_t)(month % 12 + 1), 1};
        int x = place_of(at, day), along = at->mirrored ? WIDTH - x : x;
        const char *label = label_of(at, day);
        int half = width_of(label) / 2;
        as__buffer_format(at->out, "<path d=\"M%d %dv6\"/>\n", x, y);
        if (along - half < from + GAP || along + half > until - GAP)
            continue;
        put_label(at, label, x, "middle");
        from = along + half;
    }
}

/* For who cannot see it. */
static void put_words(drawing *at)
{
    const char *const *word = at->document->words->word;
    as__buffer last, text;
    as__buffer_init(&last, at->out->memory);
    as__buffer_init(&text, at->out->memory);
    as__words_date(at->document->words, at->last, &last);
    const as__merge_field fields[] = {{"first", label_of(at, at->first)}, {"last", as__buffer_string(&last)}};
    as__merge(word[AS__WORD_LINE_TEXT], fields, 2, &text);
    as__buffer_text(at->out, "<title id=\"line\">");
    as__sheet_put_html(at->out, word[AS__WORD_LINE]);
    as__buffer_text(at->out, "</title>\n<desc id=\"line-text\">");
    as__sheet_put_html(at->out, as__buffer_string(&text));
    as__buffer_text(at->out, "</desc>\n");
    at->out->failed |= last.failed || text.failed;
    as__buffer_free(&text);
    as__buffer_free(&last);
}

void as__sheet_time_line(const as__sheet_document *document, bool mirrored, as__buffer *out)
{
    drawing at = {.document = document, .out = out, .mirrored = mirrored};
    size_t count = 0;
    while (count < document->count && as__date_given(document->lines[count].day))
        count++;
    if (count == 0 || as__date_compare(document->lines[0].day, document->lines[count - 1].day) == 0)
        return;
    at.first = document->lines[0].day;
    at.last = document->lines[count - 1].day;
    as__buffer_init(&at.scratch, out->memory);
    as__buffer_init(&at.marks, out->memory);

    place_marks(&at, count);
    as__buffer_format(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"line line-text\">\n",
                      WIDTH, at.height);
    put_words(&at);
    as__buffer_format(out, "<path d=\"M%d %dH%d\"/>\n", MARGIN, line_y(&at), WIDTH - MARGIN);
    put_ticks(&at);
    put_label(&at, label_of(&at, at.first), mirrored ? WIDTH : 0, "start");
    put_label(&at, label_of(&at, at.last), mirrored ? 0 : WIDTH, "end");
    put_marks(&at);
    as__buffer_text(out, "</svg>\n");

    out->failed |= at.scratch.failed || at.marks.failed;
    as__buffer_free(&at.scratch);
    as__buffer_free(&at.marks);
}
