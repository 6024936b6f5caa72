/* SPDX-License-Identifier: MIT */
/* What commands there are; the help, the prompt's completion and the test of the man page read it. */
#include "commands/commands.h"
#include "shell/shell.h"

static const option_spec none[] = {{NULL, NULL, NULL, false}};

static const option_spec import_options[] = {
    {"map", "FILE", "the file is CSV, read by this map", false},
    {"dry-run", NULL, "reads and counts, and writes nothing; with a map", false},
    {"shift-days", "N", "moves every date by so many days; with a map", false},
    {"rejects", "FILE", "writes the lines that do not go in to a file that imports again", false},
    {"skip", "N", "passes over so many lines, or records of a CSV file, that are in already", false},
    {NULL, NULL, NULL, false},
};
static const option_spec convert_options[] = {
    {"map", "FILE", "the map of the file", true},
    {"shift-days", "N", "moves every date by so many days", false},
    {NULL, NULL, NULL, false},
};
static const option_spec export_options[] = {
    {"customer", "REF", "what belongs to this customer; else the whole book", false},
    {"events", NULL, "the events too", false},
    {"output", "FILE", "writes to a file; -o is short for it", false},
    {NULL, NULL, NULL, false},
};
static const option_spec cards_options[] = {
    {"output", "FILE", "writes to a file; -o is short for it", false},
    {NULL, NULL, NULL, false},
};
static const option_spec worklist_options[] = {
    {"owner", "NAME", "of this owner, and of those for whom they stand in", false},
    {"at", "TIME", "as it will be then", false},
    {"limit", "N", "so many at most", false},
    {"overdue", NULL, "what is late", false},
    {"left", NULL, "only what nobody who is there sees", false},
    {"blocked", NULL, "also what the gate holds back", false},
    {"by-priority", NULL, "the weightiest first, not the earliest", false},
    {"format", "table|json|csv|markdown|ical", "the form of the answer; ical is for the owner's calendar",
     false},
    {NULL, NULL, NULL, false},
};
static const option_spec claim_options[] = {
    {"actor", "NAME", "who is about to make it", true},
    {"lease", "PERIOD", "for how long, like PT15M", false},
    {NULL, NULL, NULL, false},
};
static const option_spec done_options[] = {
    {"actor", "NAME", "who made it; else who claimed it", false},
    {"note", "TEXT", "what was said", false},
    {"later", "DATE", "the day agreed, with contact_later", false},
    {"channel", "NAME", "the channel that was used, where it was another", false},
    {NULL, NULL, NULL, false},
};
static const option_spec release_options[] = {
    {"actor", "NAME", "who holds it", true},
    {NULL, NULL, NULL, false},
};
static const option_spec snooze_options[] = {
    {"until", "TIME", "until then", true},
    {"actor", "NAME", "who puts it off", false},
    {NULL, NULL, NULL, false},
};
static const option_spec agree_options[] = {
    {"place", "TEXT", "where", false},
    {"with", "NAME", "whom to meet", false},
    {"end", NULL, "it is agreed no more", false},
    {"actor", "NAME", "who agreed it", false},
    {NULL, NULL, NULL, false},
};
static const option_spec handover_options[] = {
    {"customer", "REF", "of this customer alone", false},
    {"plan", "KEY", "in this plan alone; the customers stay with whom they are", false},
    {"actor", "NAME", "who decided it", false},
    {NULL, NULL, NULL, false},
};
static const option_spec touches_options[] = {
    {"customer", "REF", "of this customer", false},
    {"sale", "REF", "of this sale", false},
    {"enrolment", "ID", "of this enrolment", false},
    {"until", "TIME", "due before then", false},
    {NULL, NULL, NULL, false},
};
static const option_spec preview_options[] = {
    {"until", "TIME", "what is made before then", true},
    {"from", "TIME", "only what is made then or later", false},
    {NULL, NULL, NULL, false},
};
static const option_spec forecast_options[] = {
    {"until", "TIME", "what is made before then", true},
    {"from", "TIME", "only what is made then or later", false},
    {"outcomes", "LIST", "what is assumed to come of touches, in parts, like reached=7,no_answer=3", false},
    {"by", "plan|kind", "a row for each plan, or kind of step", false},
    {NULL, NULL, NULL, false},
};
static const option_spec product_options[] = {
    {"on", "DATE", "as it stood, or will stand, on this day; else today", false},
    {NULL, NULL, NULL, false},
};
static const option_spec enrol_options[] = {
    {"sale", "REF", "for this sale", false},
    {"customer", "REF", "for this customer", false},
    {"line", "N", "for this line of the sale, from 1", false},
    {"owner", "NAME", "who is to make the touches", false},
    {"state", "draft|promised|active", "how it begins", false},
    {NULL, NULL, NULL, false},
};
static const option_spec pause_options[] = {
    {"until", "DATE", "it goes on by itself on this day", false},
    {NULL, NULL, NULL, false},
};
static const option_spec migrate_options[] = {
    {"version", "N", "to this version, older or newer; else the newest", false},
    {"apply", NULL, "does it; else it is only shown", false},
    {NULL, NULL, NULL, false},
};
static const option_spec sheet_options[] = {
    {"sale", "REF", "the first plan of this sale", false},
    {"format", "text|md|html|ical", "the form of the sheet; ical is for the customer's calendar", false},
    {"language", "TAG", "its language; else the customer's", false},
    {"share", "NAME", "notes that it is handed to this person; the sheet says so", false},
    {"acknowledged", NULL, "notes that the customer has seen what was handed over last", false},
    {"output", "FILE", "writes to a file; -o is short for it", false},
    {NULL, NULL, NULL, false},
};
static const option_spec events_options[] = {
    {"after", "N", "what came after this event", false},
    {"limit", "N", "so many at most", false},
    {NULL, NULL, NULL, false},
};
static const option_spec simulate_options[] = {
    {"from", "DATE", "the first day", true},
    {"to", "DATE", "the last day", true},
    {"limit", "N", "so many touches at most", false},
    {NULL, NULL, NULL, false},
};
static const option_spec advance_options[] = {
    {"to", "TIME", "up to this time; default: now", false},
    {NULL, NULL, NULL, false},
};
static const option_spec project_options[] = {
    {"until", "TIME", "due before then", true},
    {NULL, NULL, NULL, false},
};
static const option_spec help_options[] = {
    {"all", NULL, "every command, option and exit code, as a listing", false},
    {NULL, NULL, NULL, false},
};

const command command_table[] = {
    {"import", "FILE", "takes in JSON Lines, or CSV by a map; - is the standard input", import_options, false,
     command_import},
    {"convert", "FILE", "shows as JSON Lines what a map makes of a CSV file", convert_options, false,
     command_convert},
    {"cards", "import|export [FILE|CUSTOMER]", "takes in vCards, or writes those of a customer, or of all",
     cards_options, true, command_cards},
    {"worklist", "", "shows what is due now, and why", worklist_options, true, command_worklist},
    {"claim", "TOUCH", "takes a touch before it is made, and shows its words", claim_options, true,
     command_claim},
    {"done", "TOUCH OUTCOME", "enters what came of a touch, and shows the next", done_options, true,
     command_done},
    {"release", "TOUCH", "lets go of a claim", release_options, true, command_release},
    {"snooze", "TOUCH", "puts a touch off", snooze_options, true, command_snooze},
    {"agree", "TOUCH [TIME]", "notes an appointment with the customer, which no rule moves", agree_options,
     true, command_agree},
    {"handover", "FROM TO", "gives the work of one owner to another", handover_options, true,
     command_handover},
    {"customer", "REF", "shows one customer with sales and plans", none, true, command_customer},
    {"merge", "CUSTOMER INTO",
     "notes that a customer turned out to be another, who answers for both from here on", none, true,
     command_merge},
    {"part", "CUSTOMER", "undoes a merge: they are a customer of their own again", none, true, command_part},
    {"product", "CODE", "shows one product as it stands on a day, and its versions", product_options, true,
     command_product},
    {"touches", "", "shows past and future touches", touches_options, true, command_touches},
    {"explain", "TOUCH|ENROLMENT", "says why, rule by rule", none, true, command_explain},
    {"totals", "", "counts and sums the book", none, true, command_totals},
    {"events", "", "shows what happened, in order", events_options, true, command_events},
    {"export", "", "writes the book as JSON Lines, which import takes in again", export_options, true,
     command_export},
    {"plans", "", "shows the plans of the book", none, true, command_plans},
    {"publish", "FILE", "makes the next version of a plan", none, true, command_publish},
    {"impact", "FILE", "shows what an edited plan would do to those who are in it", none, true,
     command_impact},
    {"migrate", "PLAN|ENROLMENT",
     "shows what another version of a plan would do to those who are in it, or does it", migrate_options,
     true, command_migrate},
    {"ready", "[KEY]", "shows the plans that ship with the library, or one of them", none, false,
     command_ready},
    {"enrol", "PLAN", "starts a plan for a sale or a customer", enrol_options, true, command_enrol},
    {"pause", "ENROLMENT", "lets a plan rest: nothing of it comes up, and its waits stand still",
     pause_options, true, command_pause},
    {"resume", "ENROLMENT", "lets a plan go on that rests, or begin that was promised", none, true,
     command_resume},
    {"sheet", "[ENROLMENT]", "writes the plan for the customer's hand", sheet_options, true, command_sheet},
    {"words", "LANGUAGE FILE", "gives the words that a sheet is written with in a language", none, true,
     command_words},
    {"preview", "CUSTOMER", "shows what lies ahead of a customer, if contacts are made when they are due",
     preview_options, true, command_preview},
    {"forecast", "", "shows how much work lies ahead of each owner, week by week, under assumed outcomes",
     forecast_options, true, command_forecast},
    {"simulate", "", "lets days pass: what is due is claimed and done, outcomes drawn from the seed",
     simulate_options, true, command_simulate},
    {"advance", "", "enters what time alone has changed: touches missed, claims run out, pauses ended",
     advance_options, true, command_advance},
    {"project", "", "writes down what is planned, as a table for SQL", project_options, true,
     command_project},
    {"clock", "TIME", "sets the clock for the commands that follow", none, false, command_clock},
    {"run", "FILE", "runs the commands of a file, one a line; - is the standard input", none, false,
     command_script},
    {"prompt", "", "asks for commands, one after the other", none, false, command_prompt},
    {"help", "[COMMAND]", "shows what there is, or how a command is used", help_options, false, command_help},
    {"quit", "", "ends the prompt, or the script", none, false, command_quit},
    {NULL, NULL, NULL, NULL, false, NULL},
};
