/* SPDX-License-Identifier: MIT */
/* One customer of a heating firm: the plan shown before the close, a delivery that moves, calls and what
 * comes of them, a refusal that holds at once. */
#include <aftersale.h>
#include <stdio.h>
#include <stdlib.h>

static aftersale_status tell_clock(void *user, aftersale_time *out)
{
    *out = *(const aftersale_time *)user;
    return AFTERSALE_OK;
}

static void must(aftersale_book *book, aftersale_status status, const char *what)
{
    const aftersale_error *error = aftersale_book_error(book);
    if (status >= 0)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, aftersale_status_name(status), error->text);
    for (int32_t i = 0; i < error->problem_count; i++)
        fprintf(stderr, "  line %d, %s: %s\n", error->problems[i]->line, error->problems[i]->path,
                error->problems[i]->text);
    exit(1);
}

static void publish(aftersale_book *book, const char *path)
{
    static char json[131072];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    json[fread(json, 1, sizeof json - 1, file)] = '\0';
    fclose(file);
    must(book, aftersale_plan_publish(book, AFTERSALE_ARGS(plan_publish, .json = json), NULL), path);
}

static void print_time(const char *before, aftersale_time time)
{
    char text[AFTERSALE_TIME_TEXT];
    aftersale_time_text(time, text);
    printf("%s%s", before, text[0] == '\0' ? "-" : text);
}

/* What the last command did besides its own record. */
static void print_effects(aftersale_book *book)
{
    static const char *const words[] = {
        "", "planned", "moved", "cancelled", "ended", "began", "the shared sheet is outdated"};
    const aftersale_effect *const *effects;
    size_t count;
    must(book, aftersale_book_effects(book, &effects, &count), "effects");
    for (size_t i = 0; i < count; i++) {
        printf("  %s", words[effects[i]->what]);
        if (effects[i]->what <= AFTERSALE_EFFECT_CANCELLED) {
            print_time(": ", effects[i]->before);
            print_time(" to ", effects[i]->after);
        }
        puts("");
    }
}

/* Works through an owner's list as it stands now. */
static void work_off(aftersale_book *book, const char *owner, int32_t outcome)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    must(book, aftersale_worklist(book, AFTERSALE_ARGS(worklist, .owner = owner), &list), "worklist");
    while (aftersale_work_next(list, &work) == AFTERSALE_ROW) {
        aftersale_id id = aftersale_touch_id(aftersale_work_touch(work)), then;
        const aftersale_touch *next = NULL;
        printf("%s, %s: %s\n", aftersale_touch_step(aftersale_work_touch(work)),
               aftersale_touch_channel(aftersale_work_touch(work)), aftersale_work_why(work));
        must(book,
             aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = owner), NULL),
             "claim");
        must(book,
             aftersale_touch_done(book, AFTERSALE_ARGS(touch_done, .touch = id, .outcome = outcome), &then),
             "done");
        if (aftersale_touch_get(book, then, &next) == AFTERSALE_OK) {
            aftersale_date day = aftersale_touch_due_day(next);
            printf("  then %04d-%02d-%02d: %s\n", day.year, day.month, day.day, aftersale_touch_step(next));
        }
        aftersale_touch_free(next);
    }
    aftersale_cursor_free(list);
}

static void set_day(aftersale_time *now, const char *text)
{
    (void)aftersale_time_parse(text, now);
    printf("\n== %.10s\n", text);
}

/* Before the close: the prospect sees what comes after it. */
static aftersale_id promise(aftersale_book *book)
{
    aftersale_id run;
    const aftersale_sheet *sheet = NULL;
    aftersale_group_begin(book, 0);
    aftersale_actor_put(
        book, AFTERSALE_ARGS(actor_put, .ref = "sam", .name = "Sam Baker", .phone = "0113 496 0123"), NULL);
    aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C-17", .name = "Edith Marlow", .owner = "sam",
                       .contacts = AFTERSALE_LIST(contact,
                                                  {.channel = "phone",
                                                   .address = "+44 20 7946 0018",
                                                   .consent = AFTERSALE_PURPOSE_RELATIONSHIP,
                                                   .consent_source = "offer of November 2026, signed"},
                                                  {.channel = "post",
                                                   .address = "12 Mill Lane, Leeds",
                                                   .consent = AFTERSALE_PURPOSE_RELATIONSHIP,
                                                   .consent_source = "offer of November 2026, signed"})),
        NULL);
    aftersale_sale_record(
        book,
        AFTERSALE_ARGS(
            sale_record, .ref = "INV-1042", .customer.ref = "C-17", .plan = "-",
            .stage = AFTERSALE_STAGE_DESIRE, .promised = {2026, 12, 1},
            .lines = AFTERSALE_LIST(
                sale_line,
                {.product.ref = "BOILER-24", .price = {129900, "GBP", 2}, .specs = "left-hand flue"},
                {.product.ref = "PIPE-15", .quantity = {125, 1}, .price = {1999, "GBP", 3}})),
        NULL);
    aftersale_enrol(book,
                    AFTERSALE_ARGS(enrol, .plan = "heating-first-year", .sale.ref = "INV-1042",
                                   .state = AFTERSALE_ENROLMENT_PROMISED),
                    &run);
    must(book, aftersale_group_commit(book), "offer");
    must(book,
         aftersale_sheet_make(
             book, AFTERSALE_ARGS(sheet_make, .enrolment = run, .format = AFTERSALE_FORMAT_MARKDOWN), &sheet),
         "sheet");
    puts(aftersale_sheet_text(sheet, NULL));
    aftersale_sheet_free(sheet);
    must(book,
         aftersale_sheet_share(book, AFTERSALE_ARGS(sheet_share, .enrolment.id = run, .with = "Edith Marlow"),
                               NULL),
         "share");
    return run;
}

int main(void)
{
    aftersale_time now = {0};
    aftersale_error error = {.struct_size = sizeof error};
    aftersale_context *context = NULL;
    aftersale_store *store = NULL;
    aftersale_book *book = NULL;
    int32_t answer, allowed;
    set_day(&now, "2026-11-20T10:00:00Z");
    if (aftersale_context_new(
            AFTERSALE_ARGS(context_new, .clock = tell_clock, .clock_user = &now, .seed = 42), &context,
            &error) ||
        aftersale_memory_open(context, &store, &error) ||
        aftersale_book_open(store,
                            AFTERSALE_ARGS(book_open, .name = "warmth", .flags = AFTERSALE_BOOK_CREATE,
                                           .zone = "Europe/London", .currency = "GBP"),
                            &book, &error))
        return fprintf(stderr, "%s\n", error.text), 1;
    publish(book, "heating_plan.json");
    promise(book);

    set_day(&now, "2026-11-21T15:00:00Z");
    must(book,
         aftersale_sale_put(book,
                            AFTERSALE_ARGS(sale_put, .ref = "INV-1042", .stage = AFTERSALE_STAGE_AFTER,
                                           .sold = {2026, 11, 21}, .delivered = {2026, 12, 1}),
                            NULL),
         "sold");
    puts("Sold; the plan runs:");
    print_effects(book);

    set_day(&now, "2026-11-25T09:30:00Z");
    must(book,
         aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "INV-1042", .delivered = {2026, 12, 3}),
                            NULL),
         "delivery");
    puts("The delivery moves by two days:");
    print_effects(book);
    work_off(book, "sam", AFTERSALE_OUTCOME_REACHED);

    set_day(&now, "2026-12-10T15:00:00Z");
    work_off(book, "sam", AFTERSALE_OUTCOME_DELIGHTED);

    set_day(&now, "2026-12-15T11:00:00Z");
    must(book,
         aftersale_consent_set(
             book,
             AFTERSALE_ARGS(consent_set, .customer.ref = "C-17",
                            .purposes = AFTERSALE_PURPOSE_SERVICE | AFTERSALE_PURPOSE_RELATIONSHIP,
                            .answer = AFTERSALE_CONSENT_NO, .source = "said so on the phone"),
             NULL),
         "consent");
    puts("No more calls, please:");
    print_effects(book);
    must(book,
         aftersale_consent_check(book,
                                 AFTERSALE_ARGS(consent_check, .customer.ref = "C-17", .channel = "phone",
                                                .purpose = AFTERSALE_PURPOSE_SERVICE),
                                 &answer, &allowed),
         "check");
    printf("May we call? %s\n", allowed ? "yes" : "no");

    set_day(&now, "2027-03-10T15:00:00Z");
    work_off(book, "sam", AFTERSALE_OUTCOME_REACHED);
    puts("The list is empty.");
    aftersale_book_free(book);
    aftersale_store_free(store);
    aftersale_context_free(context);
    return 0;
}
