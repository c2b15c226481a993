/* SHA-256: the standard's example, and libsodium's digest for every length around the
 * borders of blocks. */
#include "check.h"

#include "base/sha256.h"

#include <sodium.h>

static void the_example_of_the_standard_comes_out(void **state)
{
    (void)state;
    unsigned char digest[CLG_SHA256_SIZE];
    char hex[2 * CLG_SHA256_SIZE + 1];

    clg_sha256("abc", 3, digest);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    assert_string_equal(
        hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    clg_sha256(NULL, 0, digest);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    assert_string_equal(
        hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void every_length_agrees_with_libsodium(void **state)
{
    (void)state;
    unsigned char bytes[1000], ours[CLG_SHA256_SIZE], theirs[CLG_SHA256_SIZE];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 167 + i / 7);
    for (size_t size = 0; size <= sizeof bytes; size++) {
        const unsigned char *from = bytes + (sizeof bytes - size); /* any alignment */
        clg_sha256(from, size, ours);
        crypto_hash_sha256(theirs, from, size);
        assert_memory_equal(ours, theirs, sizeof ours);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_standard_comes_out),
        cmocka_unit_test(every_length_agrees_with_libsodium),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
