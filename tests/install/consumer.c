/* SPDX-License-Identifier: MIT */
/* The smallest program of a user: it finds the header, links, and sees the library it was built with. */
#include <aftersale.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    unsigned version = aftersale_version();
    const char *name = aftersale_status_name(AFTERSALE_NOT_FOUND);

    printf("%u.%u.%u %s\n", version >> 16, version >> 8 & 255, version & 255, name);
    return strcmp(name, "AFTERSALE_NOT_FOUND") == 0 ? 0 : 1;
}
