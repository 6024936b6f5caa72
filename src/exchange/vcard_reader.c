/* SPDX-License-Identifier: MIT */
#include "exchange/vcard_card.h"
#include "exchange/vcard_line.h"
#include "value/text.h"
#include <string.h>

/* A card under way. */
typedef struct reading {
    as__card *card;
    const as__card_line *line;
    int32_t number; /* of the line */
    as__arena *arena;
    as__problems *problems;
    bool has_version, failed; /* failed: no memory */
} reading;

static void complain(reading *at, const char *property, as__message message, const char *text)
{
    size_t mark = as__path_field(at->problems, property);
    as__problem(at->problems, at->number, message, text);
    as__path_pop(at->problems, mark);
}

static const char *whole_value(reading *at)
{
    const char *text = at->line->value, *value = as__card_value(&text, '\0', at->arena);
    at->failed |= value == NULL;
    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* The first that is not empty stays. */
static void take_text(reading *at, const char **out)
{
    if (*out == NULL)
        *out = whole_value(at);
}

static void take_version(reading *at)
{
    at->has_version = true;
    if (strcmp(at->line->value, "4.0") != 0 && strcmp(at->line->value, "3.0") != 0)
        complain(at, "VERSION", AS__MESSAGE_UNSUPPORTED, "is neither 4.0 nor 3.0");
}

static void take_uid(reading *at)
{
    take_text(at, &at->card->uid);
}

static void take_name(reading *at)
{
    take_text(at, &at->card->name);
}

static void take_language(reading *at)
{
    take_text(at, &at->card->language);
}

static void take_customer(reading *at)
{
    take_text(at, &at->card->customer);
}

static bool is_value_word(const as__card_line *line, const char *word)
{
    as__card_line value = {.name = line->value, .name_size = strlen(line->value)};
    return as__card_line_is(&value, word);
}

static void take_kind(reading *at)
{
    if (is_value_word(at->line, "org"))
        at->card->type = AFTERSALE_CUSTOMER_ORGANISATION;
    else if (is_value_word(at->line, "individual"))
        at->card->type = AFTERSALE_CUSTOMER_PERSON;
    else
        complain(at, "KIND", AS__MESSAGE_NOT_A_CHOICE, "is neither individual nor org");
}

/* An offset is no zone: it says nothing of the next summer. */
static void take_zone(reading *at)
{
    char first = at->line->value[0];
    if (first != '+' && first != '-' && (first < '0' || first > '9'))
        take_text(at, &at->card->zone);
}

/* Its units are left out. */
static void take_organisation(reading *at)
{
    const char *text = at->line->value, *name;
    if (at->card->organisation != NULL)
        return;
    name = as__card_value(&text, ';', at->arena);
    at->failed |= name == NULL;
    at->card->organisation = name != NULL && name[0] != '\0' ? name : NULL;
}

static void take_items(reading *at, const char **items, size_t *count, const char *property)
{
    const char *text = at->line->value;
    while (text != NULL && !at->failed) {
        const char *item = as__card_value(&text, ',', at->arena);
        at->failed |= item == NULL;
        if (item == NULL || item[0] == '\0')
            continue;
        if (*count == AS__CARD_ITEMS) {
            complain(at, property, AS__MESSAGE_TOO_MANY, NULL);
            return;
        }
        items[(*count)++] = item;
    }
}

static void take_tags(reading *at)
{
    take_items(at, at->card->tags, &at->card->tag_count, "CATEGORIES");
}

/* A role is one text, commas and all. */
static void take_role(reading *at)
{
    const char *role = whole_value(at);
    if (at->card->role_count == AS__CARD_ITEMS)
        complain(at, "ROLE", AS__MESSAGE_TOO_MANY, NULL);
    else if (role != NULL)
        at->card->roles[at->card->role_count++] = role;
}

static void take_date(reading *at, const char *property, const char *param, aftersale_date *out)
{
    const char *text = as__card_param(at->line, param, at->arena);
    if (text != NULL && aftersale_date_parse(text, out) != AFTERSALE_OK)
        complain(at, property, AS__MESSAGE_NOT_A_DATE, NULL);
}

static void add_contact(reading *at, const char *property, const char *channel, const char *address)
{
    aftersale_contact *contact = &at->card->contacts[at->card->contact_count];
    if (channel == NULL || address == NULL)
        return;
    if (at->card->contact_count == AS__CARD_ITEMS) {
        complain(at, property, AS__MESSAGE_TOO_MANY, NULL);
        return;
    }
    at->card->contact_count++;
    contact->channel = channel;
    contact->address = address;
    contact->label = as__card_param(at->line, "X-LABEL", at->arena);
    if (contact->label == NULL && as__card_has_type(at->line, "work"))
        contact->label = "work";
    else if (contact->label == NULL && as__card_has_type(at->line, "home"))
        contact->label = "home";
    contact->region = as__card_param(at->line, "X-REGION", at->arena);
    take_date(at, property, "X-FROM", &contact->from);
    take_date(at, property, "X-UNTIL", &contact->until);
}

static bool is_number_for_talking(const as__card_line *line)
{
    return as__card_has_type(line, "voice") || as__card_has_type(line, "cell");
}

/* A number that takes texts alone is one for texts; faxes and pagers call nobody. */
static void take_telephone(reading *at)
{
    const char *number = whole_value(at), *channel = "phone";
    if (!is_number_for_talking(at->line)) {
        if (as__card_has_type(at->line, "fax") || as__card_has_type(at->line, "pager"))
            return;
        if (as__card_has_type(at->line, "text"))
            channel = "sms";
    }
    if (number != NULL && strncmp(number, "tel:", 4) == 0)
        number += 4;
    add_contact(at, "TEL", channel, number);
}

static void take_email(reading *at)
{
    add_contact(at, "EMAIL", "email", whole_value(at));
}

/* What there is of an address, from the box to the country, as one text. */
static const char *join_address(reading *at)
{
    const char *text = at->line->value;
    as__buffer joined;
    const char *out = NULL;
    as__buffer_init(&joined, at->arena->memory);
    while (text != NULL && !at->failed) {
        const char *part = as__card_value(&text, ';', at->arena);
        at->failed |= part == NULL;
        if (part != NULL && part[0] != '\0')
            as__buffer_format(&joined, "%s%s", joined.size > 0 ? ", " : "", part);
    }
    if (!at->failed && joined.size > 0)
        out = as__arena_text(at->arena, (const char *)joined.data, joined.size);
    at->failed |= joined.failed || (joined.size > 0 && out == NULL);
    as__buffer_free(&joined);
    return out;
}

static void take_address(reading *at)
{
    const char *label = as__card_param(at->line, "LABEL", at->arena);
    add_contact(at, "ADR", "post", label != NULL && label[0] != '\0' ? label : join_address(at));
}

static void take_contact(reading *at)
{
    const char *channel = as__card_param(at->line, "X-CHANNEL", at->arena);
    if (channel == NULL)
        complain(at, AS__CARD_CONTACT, AS__MESSAGE_REQUIRED, "X-CHANNEL must be given");
    add_contact(at, AS__CARD_CONTACT, channel, whole_value(at));
}

static const struct property {
    const char *name;
    void (*take)(reading *at);
} properties[] = {
    {"VERSION", take_version},
    {"UID", take_uid},
    {"FN", take_name},
    {"KIND", take_kind},
    {"ORG", take_organisation},
    {"LANG", take_language},
    {"TZ", take_zone},
    {"TEL", take_telephone},
    {"EMAIL", take_email},
    {"ADR", take_address},
    {"CATEGORIES", take_tags},
    {"ROLE", take_role},
    {AS__CARD_CUSTOMER, take_customer},
    {AS__CARD_CONTACT, take_contact},
};

static const struct property *find_property(const as__card_line *line)
{
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++)
        if (as__card_line_is(line, properties[i].name))
            return &properties[i];
    return NULL;
}

void as__cards_begin(as__cards *from, const char *text, size_t size)
{
    *from = (as__cards){text, text + size, 1};
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) /* what some editors begin a file with */
        from->at += 3;
}

/* A line that begins with a blank goes on with the one before. */
static bool is_continued(as__cards *from)
{
    if (from->at == from->end || (*from->at != ' ' && *from->at != '\t'))
        return false;
    from->at++;
    return true;
}

/* A line with those that continue it, as one text in `out`; of one that is too long no more than shows it.
 * @return false: the end */
static bool next_line(as__cards *from, as__buffer *out)
{
    out->size = 0;
    if (from->at == from->end)
        return false;
    do {
        const char *end = memchr(from->at, '\n', (size_t)(from->end - from->at));
        const char *next = end != NULL ? end + 1 : from->end;
        size_t size = (size_t)((end != NULL ? end : from->end) - from->at);
        size_t room = out->size <= AS__CARD_LINE_MOST ? AS__CARD_LINE_MOST + 1 - out->size : 0;
        if (size > 0 && from->at[size - 1] == '\r')
            size--;
        as__buffer_append(out, from->at, size < room ? size : room);
        from->at = next;
        if (from->line < INT32_MAX)
            from->line++;
    } while (is_continued(from));
    return true;
}

static bool is_sound(reading *at, const as__buffer *text, const char *name)
{
    size_t size = text->size;
    if (size > AS__CARD_LINE_MOST)
        complain(at, name, AS__MESSAGE_TOO_LONG, "is longer than 64 KiB");
    else if (!as__utf8_valid((const char *)text->data, size))
        complain(at, name, AS__MESSAGE_NOT_UTF8, NULL);
    else if (as__card_param(at->line, "ENCODING", at->arena) != NULL)
        complain(at, name, AS__MESSAGE_UNSUPPORTED, "is encoded; only plain text is taken");
    else
        return true;
    return false;
}

static void take_line(reading *at, as__buffer *text)
{
    const char *string = as__buffer_string(text);
    const struct property *property;
    as__card_line line;
    if (string == NULL || string[0] == '\0') {
        at->failed |= string == NULL;
        return;
    }
    if (!as__card_line_read(string, &line)) {
        if (text->size <= AS__CARD_LINE_MOST) /* else it may have a value beyond */
            complain(at, "line", AS__MESSAGE_WRONG_TYPE, "is no property with a value");
        return;
    }
    at->line = &line;
    property = find_property(&line);
    if (property != NULL && is_sound(at, text, property->name))
        property->take(at);
}

static bool is_line(as__buffer *text, const char *name, const char *value)
{
    const char *string = as__buffer_string(text);
    as__card_line line;
    return string != NULL && as__card_line_read(string, &line) && as__card_line_is(&line, name) &&
           is_value_word(&line, value);
}

/* What stands between cards. */
static bool find_begin(as__cards *from, reading *at, as__buffer *text)
{
    bool is_stray = false;
    for (;;) {
        const char *start = from->at;
        int32_t number = from->line;
        if (!next_line(from, text))
            break;
        at->number = number;
        if (is_line(text, "BEGIN", "VCARD") && is_stray) { /* the card is the next one's */
            from->at = start;
            from->line = number;
            break;
        }
        if (is_line(text, "BEGIN", "VCARD"))
            return true;
        if (text->size != 0 && !is_stray) {
            complain(at, "BEGIN", AS__MESSAGE_REQUIRED, "a card begins with BEGIN:VCARD");
            at->card->line = number;
            is_stray = true;
        }
    }
    return false;
}

static void read_card(as__cards *from, reading *at, as__buffer *text)
{
    at->card->line = at->number;
    for (;;) {
        at->number = from->line;
        if (!next_line(from, text)) {
            complain(at, "END", AS__MESSAGE_REQUIRED, "a card ends with END:VCARD");
            break;
        }
        if (is_line(text, "END", "VCARD"))
            break;
        take_line(at, text);
        if (at->failed)
            return;
    }
    at->number = at->card->line;
    if (!at->has_version)
        complain(at, "VERSION", AS__MESSAGE_REQUIRED, NULL);
    if (at->card->uid == NULL)
        complain(at, "UID", AS__MESSAGE_REQUIRED, NULL);
}

aftersale_status as__cards_next(as__cards *from, as__arena *arena, as__problems *problems, as__card *out)
{
    reading at = {.card = out, .arena = arena, .problems = problems};
    size_t before = problems->seen;
    as__buffer text;
    bool is_there;
    memset(out, 0, sizeof *out);
    as__buffer_init(&text, arena->memory);
    is_there = find_begin(from, &at, &text);
    if (is_there)
        read_card(from, &at, &text);
    at.failed |= text.failed;
    as__buffer_free(&text);
    if (at.failed || problems->failed)
        return AFTERSALE_NO_MEMORY;
    return is_there || problems->seen != before ? AFTERSALE_ROW : AFTERSALE_DONE;
}
