/* SPDX-License-Identifier: MIT */
/* The commands that work on a book, and on files for one. */
#ifndef COMMANDS_H
#define COMMANDS_H
#include "program/command_entry.h"

command_fn command_import, command_convert, command_cards, command_export, command_events;
command_fn command_worklist, command_claim, command_done, command_release, command_snooze, command_agree, command_handover;
command_fn command_touches, command_preview, command_forecast, command_explain, command_customer, command_product, command_totals;
command_fn command_enrol, command_sheet, command_words, command_plans, command_publish, command_ready;
command_fn command_pause, command_resume;
command_fn command_advance, command_impact, command_migrate, command_merge, command_part;
command_fn command_simulate, command_project;
#endif
