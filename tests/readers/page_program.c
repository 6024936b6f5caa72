/* SPDX-License-Identifier: MIT */
/* Writes written plans as pages into the folder it is given, for readers that are not ours (S28): in several languages,
 * in each state of a version, with fifteen promises, with none, and with values that look like markup. Ends with 0
 * when all went well. */
#include "readers/reader.h"
#include <string.h>

#define PROMISES 15

static const char polish[] =
    "{\"title\":\"Co dla Państwa "
    "robimy\",\"for\":\"Dla\",\"about\":\"Zakup\",\"when\":\"Kiedy\",\"what\":\"Co\","
    "\"who\":\"Kto\",\"number\":\"Nr\",\"where\":\"Gdzie\",\"call\":\"Kontakt\",\"edition\":\"Wersja "
    "{version} z {day}\","
    "\"replaces\":\"Zastępuje wersję {version} z {day}.\",\"shared\":\"Przekazano {day}\","
    "\"shared_with\":\"Przekazano {day}: {who}\",\"seen\":\"Potwierdzono {day}\",\"later\":\"Później\","
    "\"after_sale\":\"Po zakupie\",\"after_delivery\":\"Po dostawie\",\"after_acceptance\":\"Po odbiorze\","
    "\"done\":\"Zrobione\",\"nothing\":\"Nic nie zaplanowano.\",\"line\":\"Oś czasu\","
    "\"line_text\":\"Od {first} do {last}; to samo mówi tabela.\",\"date\":\"{day} {month} {year}\","
    "\"months\":[\"stycznia\",\"lutego\",\"marca\",\"kwietnia\",\"maja\",\"czerwca\",\"lipca\",\"sierpnia\","
    "\"września\",\"października\",\"listopada\",\"grudnia\"]}";
static const char arabic[] =
    "{\"title\":\"ما نقدمه لكم\",\"for\":\"إلى\",\"about\":\"مشترياتكم\",\"when\":\"متى\",\"what\":\"ماذا\","
    "\"who\":\"من\",\"number\":\"رقم\",\"where\":\"أين\",\"call\":\"جهة الاتصال\",\"edition\":\"النسخة "
    "{version}، {day}\","
    "\"replaces\":\"تحل محل النسخة {version}، {day}.\",\"shared\":\"سُلمت في {day}\","
    "\"shared_with\":\"سُلمت إلى {who} في {day}\",\"seen\":\"أُكدت في {day}\",\"later\":\"لاحقا\","
    "\"after_sale\":\"بعد البيع\",\"after_delivery\":\"بعد التسليم\",\"after_acceptance\":\"بعد القبول\","
    "\"done\":\"تم\",\"nothing\":\"لا شيء بعد.\",\"line\":\"خط زمني\","
    "\"line_text\":\"من {first} إلى {last}، كما في الجدول.\",\"date\":\"{day} {month} {year}\","
    "\"date_time\":\"{date}، {time}\",\"months\":[\"يناير\",\"فبراير\",\"مارس\",\"أبريل\",\"مايو\",\"يونيو\","
    "\"يوليو\",\"أغسطس\",\"سبتمبر\",\"أكتوبر\",\"نوفمبر\",\"ديسمبر\"]}";

static void publish(aftersale_book *book, const char *key, int steps, const char *promise)
{
    char json[16384];
    size_t size = (size_t)snprintf(json, sizeof json, "{\"plan\":\"%s\",\"steps\":[", key);
    for (int i = 0; i < steps; i++)
        size += (size_t)snprintf(
            json + size, sizeof json - size,
            "%s{\"key\":\"s%d\",\"kind\":\"follow-up\",\"anchor\":\"%s\",\"after\":\"P%dD\","
            "\"promise\":{\"en\":\"%s\",\"pl\":\"Dzwonimy i pytamy, czy wszystko działa.\"}}",
            i == 0 ? "" : ",", i, i == PROMISES - 1 ? "acceptance" : "delivery", 1 + i * i * 3, promise);
    snprintf(json + size, sizeof json - size, "%s]}",
             steps > 0 ? "" : "{\"key\":\"a\",\"kind\":\"gift\",\"anchor\":\"sale\"}");
    must(aftersale_plan_publish(book, AFTERSALE_ARGS(plan_publish, .json = json), NULL), book, key);
}

static aftersale_id sell(aftersale_book *book, const char *plan)
{
    const aftersale_enrolment *row;
    aftersale_cursor *list;
    aftersale_id id = {{0}};
    must(aftersale_sale_record(
             book,
             AFTERSALE_ARGS(sale_record, .ref = plan, .customer.ref = "C", .plan = plan,
                            .sold = {2026, 2, 27}, .delivered = {2026, 3, 2},
                            .lines =
                                AFTERSALE_LIST(sale_line, {.product.ref = "B24 <script>alert(1)</script>"})),
             NULL),
         book, "sale");
    must(aftersale_enrolment_list(book, AFTERSALE_ARGS(enrolment_list, .sale.ref = plan), &list), book,
         "list");
    if (aftersale_enrolment_next(list, &row) == AFTERSALE_ROW)
        id = aftersale_enrolment_id(row);
    aftersale_cursor_free(list);
    return id;
}

static void write_page(aftersale_book *book, aftersale_id enrolment, const char *language, const char *folder,
                       const char *name)
{
    const aftersale_sheet *sheet = NULL;
    char file[64];
    size_t size;
    must(aftersale_sheet_make(book,
                              AFTERSALE_ARGS(sheet_make, .enrolment = enrolment, .language = language,
                                             .format = AFTERSALE_FORMAT_HTML),
                              &sheet),
         book, name);
    const char *text = aftersale_sheet_text(sheet, &size);
    snprintf(file, sizeof file, "%s.html", name);
    write_file(folder, file, text, size);
    aftersale_sheet_free(sheet);
}

static void stage(aftersale_book *book)
{
    must(aftersale_words_put(book, AFTERSALE_ARGS(words_put, .language = "pl", .json = polish), NULL), book,
         "pl");
    must(aftersale_words_put(book, AFTERSALE_ARGS(words_put, .language = "ar", .json = arabic), NULL), book,
         "ar");
    must(aftersale_actor_put(
             book, AFTERSALE_ARGS(actor_put, .ref = "sam", .name = "Sam Baker", .phone = "555 0123"), NULL),
         book, "actor");
    must(aftersale_customer_put(
             book, AFTERSALE_ARGS(customer_put, .ref = "C", .name = "Ada & <b>Byron</b>", .owner = "sam"),
             NULL),
         book, "customer");
    publish(book, "care", PROMISES,
            "We call you and ask whether everything was delivered as you wished, and come by where not.");
    publish(book, "bad", 2, "</td></table><img src=x onerror=alert(1)>&quot;<!--");
    publish(book, "none", 0, "");
}

static void share(aftersale_book *book, aftersale_id id, const char *with)
{
    must(aftersale_sheet_share(book, AFTERSALE_ARGS(sheet_share, .enrolment.id = id, .with = with), NULL),
         book, "share");
}

int main(int argc, char **argv)
{
    clocked_book at;
    aftersale_id care;
    if (argc != 2 || !clocked_book_open(&at, false, 7))
        return EXIT_FAILURE;
    stage(at.book);
    care = sell(at.book, "care");
    write_page(at.book, care, "en", argv[1], "new");
    write_page(at.book, care, "pl", argv[1], "polish");
    write_page(at.book, care, "ar", argv[1], "arabic");
    share(at.book, care, "Ada <i>Byron</i>");
    share(at.book, care, NULL);
    must(aftersale_sheet_acknowledge(at.book, AFTERSALE_ARGS(sheet_acknowledge, .enrolment.id = care), NULL),
         at.book, "acknowledge");
    write_page(at.book, care, "de", argv[1], "shared");
    must(
        aftersale_sale_put(at.book, AFTERSALE_ARGS(sale_put, .ref = "care", .delivered = {2026, 3, 5}), NULL),
        at.book, "sale");
    write_page(at.book, care, "fr", argv[1], "outdated");
    write_page(at.book, sell(at.book, "bad"), "es", argv[1], "hostile");
    write_page(at.book, sell(at.book, "none"), "en", argv[1], "none");
    clocked_book_close(&at);
    return EXIT_SUCCESS;
}
