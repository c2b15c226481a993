/* Dictionaries: open addressing with linear probing over 32-bit codes; the hashes
 * are kept, so that growing and most mismatches never touch the texts. */
#include "base/text.h"

#include "base/fail.h"
#include "base/memory.h"

#include <string.h>

enum { FIRST_SLOTS = 64 };

static uint64_t mixed(uint64_t x)
{
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    return x;
}

/* Eight bytes at a time: identifiers are hashed once per field of the logs. Not
 * clg_hash_bytes, as these values decide on places in a table only. */
static uint64_t hash_of(uint32_t prefix, const char *text, size_t length)
{
    uint64_t hash = ((uint64_t)prefix << 32) ^ (length * 0x9e3779b97f4a7c15u);
    uint64_t word;

    for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
        memcpy(&word, text, sizeof word);
        hash = mixed(hash ^ word) + 0x9e3779b97f4a7c15u;
    }
    word = 0;
    if (length > 0)
        memcpy(&word, text, length);
    return mixed(mixed(hash ^ word));
}

static bool is_entry(const clg_dictionary *dictionary, uint32_t code, uint64_t hash,
                     uint32_t prefix, const char *text, size_t length)
{
    return dictionary->hashes[code] == hash && dictionary->prefixes[code] == prefix &&
           clg_texts_length(&dictionary->texts, code) == length &&
           (length == 0 ||
            memcmp(clg_texts_at(&dictionary->texts, code), text, length) == 0);
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t slot_of(const clg_dictionary *dictionary, uint64_t hash, uint32_t prefix,
                      const char *text, size_t length)
{
    size_t mask = dictionary->slot_count - 1, slot = (size_t)hash & mask;

    while (
        dictionary->slots[slot] != 0 &&
        !is_entry(dictionary, dictionary->slots[slot] - 1, hash, prefix, text, length))
        slot = (slot + 1) & mask;
    return slot;
}

/* Keeps at least half of the slots free, so that probes stay short. */
static clg_status make_room(clg_dictionary *dictionary, clg_error *err)
{
    size_t count =
        dictionary->slot_count == 0 ? FIRST_SLOTS : 2 * dictionary->slot_count;
    size_t mask = count - 1;
    uint32_t *slots;

    if (2 * (dictionary->texts.count + 1) <= dictionary->slot_count)
        return CLG_OK;

    slots = clg_array_new(count, sizeof *slots, err);
    if (slots == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t code = 0; code < dictionary->texts.count; code++) {
        size_t slot = (size_t)dictionary->hashes[code] & mask;
        while (slots[slot] != 0)
            slot = (slot + 1) & mask;
        slots[slot] = (uint32_t)code + 1;
    }
    clg_free(dictionary->slots);
    dictionary->slots = slots;
    dictionary->slot_count = count;
    return CLG_OK;
}

static clg_status append(clg_dictionary *dictionary, uint64_t hash, uint32_t prefix,
                         const char *text, size_t length, clg_error *err)
{
    size_t code = dictionary->texts.count;
    clg_status status;

    if (code >= CLG_NO_CODE - 1)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "more than %u different identifiers in one table",
                        CLG_NO_CODE - 1);
    status = clg_array_reserve(&dictionary->prefixes, &dictionary->prefix_room,
                               code + 1, sizeof *dictionary->prefixes, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&dictionary->hashes, &dictionary->hash_room,
                                   code + 1, sizeof *dictionary->hashes, err);
    if (status == CLG_OK)
        status = clg_texts_append(&dictionary->texts, text, length, err);
    if (status != CLG_OK)
        return status;
    dictionary->prefixes[code] = prefix;
    dictionary->hashes[code] = hash;
    return CLG_OK;
}

clg_status clg_dictionary_code(clg_dictionary *dictionary, uint32_t prefix,
                               const char *text, size_t length, uint32_t *code,
                               clg_error *err)
{
    uint64_t hash = hash_of(prefix, text, length);
    size_t slot;
    clg_status status = make_room(dictionary, err);

    if (status != CLG_OK)
        return status;
    slot = slot_of(dictionary, hash, prefix, text, length);
    if (dictionary->slots[slot] == 0) {
        status = append(dictionary, hash, prefix, text, length, err);
        if (status != CLG_OK)
            return status;
        dictionary->slots[slot] = (uint32_t)dictionary->texts.count;
    }
    *code = dictionary->slots[slot] - 1;
    return CLG_OK;
}

clg_status clg_dictionary_add(clg_dictionary *dictionary, const clg_texts *texts,
                              clg_error *err)
{
    clg_status status = CLG_OK;
    uint32_t code;

    for (size_t i = 0; status == CLG_OK && i < texts->count; i++)
        status = clg_dictionary_code(dictionary, 0, clg_texts_at(texts, i),
                                     clg_texts_length(texts, i), &code, err);
    return status;
}

uint32_t clg_dictionary_find(const clg_dictionary *dictionary, uint32_t prefix,
                             const char *text, size_t length)
{
    size_t slot;

    if (dictionary->slot_count == 0)
        return CLG_NO_CODE;
    slot = slot_of(dictionary, hash_of(prefix, text, length), prefix, text, length);
    return dictionary->slots[slot] == 0 ? CLG_NO_CODE : dictionary->slots[slot] - 1;
}

void clg_dictionary_clear(clg_dictionary *dictionary)
{
    clg_texts_clear(&dictionary->texts);
    clg_free(dictionary->prefixes);
    clg_free(dictionary->slots);
    clg_free(dictionary->hashes);
    *dictionary = (clg_dictionary)CLG_DICTIONARY_INIT;
}
