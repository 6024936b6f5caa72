/* SPDX-License-Identifier: MIT */
#include "engine/engine.h"
#include "store/memory_store.h"
#include "value/text.h"
#include <stdio.h>
#include <string.h>

aftersale_status aftersale_error_set(aftersale_error *error, aftersale_status status, int32_t number,
                                     const char *text)
{
    size_t size;
    if (error == NULL)
        return status;
    memset(error, 0, sizeof *error);
    error->struct_size = sizeof *error;
    error->status = status;
    error->number = number;
    if (text == NULL)
        text = as__message_text((as__message)number);
    size = as__utf8_cut(text, strlen(text), sizeof error->text - 1);
    memcpy(error->text, text, size);
    return status;
}

as__attached *as__attached_of(aftersale_store *store)
{
    return store->library;
}

/* The context cannot be used: it comes from before a fork, or there is no memory for one. */
static aftersale_status fail_use(aftersale_error *error, aftersale_status status)
{
    return aftersale_error_set(
        error, status, status == AFTERSALE_INVALID ? AS__MESSAGE_FORKED : AS__MESSAGE_NO_MEMORY, NULL);
}

static const char *missing_method(const aftersale_store_methods *methods)
{
    if (methods->get == NULL)
        return "get";
    if (methods->scan == NULL)
        return "scan";
    if (methods->commit == NULL)
        return "commit";
    return methods->close == NULL ? "close" : NULL;
}

aftersale_status aftersale_store_attach(aftersale_context *context, aftersale_store *store,
                                        aftersale_error *error)
{
    aftersale_context *used;
    as__attached *attached;
    const char *missing;
    aftersale_status status;
    if (store == NULL || store->methods == NULL || store->library != NULL)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_MISUSE, NULL);
    if (store->methods->struct_size < offsetof(aftersale_store_methods, maintain))
        return aftersale_error_set(error, AFTERSALE_ABI, AS__MESSAGE_ABI, NULL);
    missing = missing_method(store->methods);
    if (missing != NULL) {
        char text[64];
        snprintf(text, sizeof text, "store method %s must be given", missing);
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_REQUIRED, text);
    }
    status = as__context_use(context, &used);
    if (status != AFTERSALE_OK)
        return fail_use(error, status);
    attached = as__memory_take(&used->owner.memory, sizeof *attached);
    if (attached == NULL) {
        as__context_drop(used);
        return aftersale_error_set(error, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    }
    attached->context = used;
    attached->store = store;
    atomic_init(&attached->refs, 1);
    pthread_mutex_init(&attached->lock, NULL);
    as__lanes_init(&attached->lanes);
    store->library = attached;
    return AFTERSALE_OK;
}

aftersale_status aftersale_memory_open(aftersale_context *context, aftersale_store **out,
                                       aftersale_error *error)
{
    aftersale_context *used;
    aftersale_store *store;
    aftersale_status status;
    if (out == NULL)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_REQUIRED, "out must be given");
    *out = NULL;
    status = as__context_use(context, &used);
    if (status != AFTERSALE_OK)
        return fail_use(error, status);
    status = as__memory_store_new(&used->owner, &store);
    if (status == AFTERSALE_OK) {
        status = aftersale_store_attach(used, store, error);
        if (status != AFTERSALE_OK)
            store->methods->close(store);
    } else {
        (void)aftersale_error_set(error, status, AS__MESSAGE_NO_MEMORY, NULL);
    }
    as__context_drop(used);
    if (status == AFTERSALE_OK)
        *out = store;
    return status;
}

void as__attached_drop(as__attached *attached)
{
    aftersale_context *context = attached->context;
    if (atomic_fetch_sub(&attached->refs, 1) != 1)
        return;
    attached->store->methods->close(attached->store);
    pthread_mutex_destroy(&attached->lock);
    as__lanes_end(&attached->lanes);
    as__memory_give(&context->owner.memory, attached, sizeof *attached);
    as__context_drop(context);
}

void aftersale_store_free(aftersale_store *store)
{
    if (store != NULL && store->library != NULL)
        as__attached_drop(store->library);
}

aftersale_status aftersale_store_close(aftersale_store *store, aftersale_error *error)
{
    size_t one = 1;
    as__attached *attached;
    if (store == NULL || store->library == NULL)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_MISUSE, NULL);
    attached = store->library;
    if (as__context_is_forked(attached->context))
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_FORKED, NULL);
    if (!atomic_compare_exchange_strong(&attached->refs, &one, 1))
        return aftersale_error_set(error, AFTERSALE_BUSY, AS__MESSAGE_BUSY, "books are open on this store");
    as__attached_drop(attached);
    return AFTERSALE_OK;
}
