/* SPDX-License-Identifier: MIT */
#ifndef AS_ENGINE_CUSTOMER_MERGE_H
#define AS_ENGINE_CUSTOMER_MERGE_H
#include "engine/command.h"

/* Merges the customer of an exported line into whom the line says; nothing where it says nobody, or they are merged here
 * already. @return OK, NOT_FOUND (noted): the other is not there yet; or as aftersale_customer_merge() */
aftersale_status as__merge_restored(as__command *command, uint64_t id);
#endif
