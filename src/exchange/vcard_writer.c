/* SPDX-License-Identifier: MIT */
#include "exchange/vcard_card.h"
#include "value/date.h"
#include "value/text.h"
#include <string.h>

#define WIDTH 75 /* bytes of a line; a longer one is folded */

/* What a value must not hold as it is. */
static void put_value(as__buffer *line, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            as__buffer_text(line, "\\n");
            continue;
        }
        if (*text == '\\' || *text == ',' || *text == ';')
            as__buffer_byte(line, '\\');
        as__buffer_byte(line, (uint8_t)*text);
    }
}

/* In quotes, escaped as RFC 6868 has it. */
static void put_param(as__buffer *line, const char *name, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    as__buffer_format(line, ";%s=\"", name);
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            as__buffer_text(line, "^n");
        else if (*text == '"')
            as__buffer_text(line, "^'");
        else if (*text == '^')
            as__buffer_text(line, "^^");
        else
            as__buffer_byte(line, (uint8_t)*text);
    }
    as__buffer_byte(line, '"');
}

/* Ends the line and takes it over, folded between code points. */
static void end_line(as__buffer *line, as__buffer *out)
{
    const char *text = (const char *)line->data;
    size_t left = line->size, room = WIDTH;
    out->failed |= line->failed;
    while (left > 0 && !out->failed) {
        size_t piece = as__utf8_cut(text, left, room);
        as__buffer_append(out, text, piece);
        text += piece;
        left -= piece;
        as__buffer_text(out, left > 0 ? "\r\n " : "\r\n");
        room = WIDTH - 1;
    }
    line->size = 0;
}

static void put_text(as__buffer *line, as__buffer *out, const char *property, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    as__buffer_format(line, "%s:", property);
    put_value(line, value);
    end_line(line, out);
}

static void begin_contact(const aftersale_contact *contact, as__buffer *line)
{
    if (strcmp(contact->channel, "phone") == 0)
        as__buffer_text(line, "TEL");
    else if (strcmp(contact->channel, "sms") == 0)
        as__buffer_text(line, "TEL;TYPE=text");
    else if (strcmp(contact->channel, "email") == 0)
        as__buffer_text(line, "EMAIL");
    else if (strcmp(contact->channel, "post") == 0)
        as__buffer_text(line, "ADR");
    else {
        as__buffer_text(line, AS__CARD_CONTACT);
        put_param(line, "X-CHANNEL", contact->channel);
    }
}

/* The two labels that every address book knows are types. */
static void put_label(const char *label, as__buffer *line)
{
    if (label != NULL && (strcmp(label, "work") == 0 || strcmp(label, "home") == 0))
        as__buffer_format(line, ";TYPE=%s", label);
    else
        put_param(line, "X-LABEL", label);
}

/* An address stands where the street does: it is one text. */
static void put_contact(const aftersale_contact *contact, as__buffer *line, as__buffer *out)
{
    bool is_post = strcmp(contact->channel, "post") == 0;
    char date[AS__DATE_TEXT];
    begin_contact(contact, line);
    put_label(contact->label, line);
    put_param(line, "X-REGION", contact->region);
    as__date_text(contact->from, date);
    put_param(line, "X-FROM", date);
    as__date_text(contact->until, date);
    put_param(line, "X-UNTIL", date);
    as__buffer_text(line, is_post ? ":;;" : ":");
    put_value(line, contact->address);
    as__buffer_text(line, is_post ? ";;;;" : "");
    end_line(line, out);
}

static void put_tags(const as__card *card, as__buffer *line, as__buffer *out)
{
    for (size_t i = 0; i < card->tag_count; i++) {
        as__buffer_text(line, i == 0 ? "CATEGORIES:" : ",");
        put_value(line, card->tags[i]);
    }
    end_line(line, out);
}

void as__card_write(const as__card *card, as__buffer *out)
{
    as__buffer line;
    as__buffer_init(&line, out->memory);
    as__buffer_text(out, "BEGIN:VCARD\r\nVERSION:4.0\r\n");
    put_text(&line, out, "KIND", card->type == AFTERSALE_CUSTOMER_ORGANISATION ? "org" : "individual");
    put_text(&line, out, "UID;VALUE=text", card->uid);
    as__buffer_text(&line, "FN:"); /* every card has one, even if it says nothing */
    put_value(&line, card->name != NULL ? card->name : "");
    end_line(&line, out);
    put_text(&line, out, "ORG", card->organisation);
    put_text(&line, out, AS__CARD_CUSTOMER, card->customer);
    for (size_t i = 0; i < card->role_count; i++)
        put_text(&line, out, "ROLE", card->roles[i]);
    for (size_t i = 0; i < card->contact_count; i++)
        put_contact(&card->contacts[i], &line, out);
    put_text(&line, out, "LANG", card->language);
    put_text(&line, out, "TZ", card->zone);
    put_tags(card, &line, out);
    as__buffer_text(out, "END:VCARD\r\n");
    as__buffer_free(&line);
}
