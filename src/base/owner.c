/* SPDX-License-Identifier: MIT */
#include "base/owner.h"

void as__owner_keep(as__owner *owner)
{
    atomic_fetch_add_explicit(&owner->refs, 1, memory_order_relaxed);
}

void as__owner_drop(as__owner *owner)
{
    if (atomic_fetch_sub_explicit(&owner->refs, 1, memory_order_acq_rel) == 1)
        owner->gone(owner);
}
