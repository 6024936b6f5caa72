/* SPDX-License-Identifier: MIT */
#include "aftersale/base.h"

#define STATUS(name)                                                                                         \
    case AFTERSALE_##name:                                                                                   \
        return "AFTERSALE_" #name

const char *aftersale_status_name(aftersale_status status)
{
    switch (status) {
        STATUS(OK);
        STATUS(ROW);
        STATUS(DONE);
        STATUS(INVALID);
        STATUS(NO_MEMORY);
        STATUS(NOT_FOUND);
        STATUS(EXISTS);
        STATUS(CONFLICT);
        STATUS(STATE);
        STATUS(BLOCKED);
        STATUS(LIMIT);
        STATUS(UNSUPPORTED);
        STATUS(ABI);
        STATUS(STORE);
        STATUS(UNKNOWN);
        STATUS(CORRUPT);
        STATUS(BUSY);
        STATUS(CALLBACK);
        STATUS(CANCELLED);
        STATUS(INTERNAL);
        STATUS(RETRY);
        STATUS(NEEDS_MIGRATION);
    default:
        return "not a status";
    }
}

uint32_t aftersale_version(void)
{
    return (uint32_t)AFTERSALE_VERSION_MAJOR << 16 | (uint32_t)AFTERSALE_VERSION_MINOR << 8 |
           (uint32_t)AFTERSALE_VERSION_PATCH;
}
