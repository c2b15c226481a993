/* Inputs as they lie on disk, packed, joined, cut and absent; outputs that appear
 * whole or not at all. */
#define _XOPEN_SOURCE 700 /* nftw, mkdtemp */
#include "check.h"

#include "base/file.h"
#include "base/memory.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

static char folder[PATH_MAX];

static const char *in_folder(const char *name)
{
    static char paths[4][PATH_MAX + 64];
    static int turn;

    turn = (turn + 1) % 4;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", folder, name);
    return paths[turn];
}

static const char *write_file(const char *name, const void *bytes, size_t size)
{
    const char *path = in_folder(name);
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return path;
}

static int remove_entry(const char *path, const struct stat *about, int kind,
                        struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    return remove(path);
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/collegium-test-XXXXXX");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* How many entries the folder has, to see that nothing was left. */
static int entry_count(void)
{
    char command[PATH_MAX + 32], text[32] = "";
    FILE *list;

    snprintf(command, sizeof command, "ls -A %s | wc -l", folder);
    list = popen(command, "r");
    assert_non_null(list);
    assert_non_null(fgets(text, sizeof text, list));
    pclose(list);
    return atoi(text);
}

static size_t pack_gzip(const char *text, unsigned char *packed, size_t room)
{
    z_stream stream = {.next_in = (z_const Bytef *)text,
                       .avail_in = (uInt)strlen(text)};

    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, 0), Z_OK);
    stream.next_out = packed;
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return room - stream.avail_out;
}

static void check_content(const char *path, const char *expected)
{
    clg_input input;

    check_ok(clg_input_open(path, "logs", &input, &err));
    assert_int_equal(input.size, strlen(expected));
    assert_memory_equal(input.bytes, expected, input.size);
    clg_input_close(&input);
}

static void a_plain_file_is_read_with_its_digest(void **state)
{
    (void)state;
    clg_input input;

    check_ok(clg_input_open(write_file("abc", "abc", 3), "abc", &input, &err));
    assert_int_equal(input.size, 3);
    assert_int_equal(input.stored_size, 3);
    assert_memory_equal(input.bytes, "abc", 3);
    assert_string_equal(
        input.sha256,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    clg_input_close(&input);
}

static void an_empty_file_has_size_zero(void **state)
{
    (void)state;
    clg_input input;

    check_ok(clg_input_open(write_file("empty", "", 0), "empty", &input, &err));
    assert_int_equal(input.size, 0);
    assert_non_null(input.bytes);
    assert_string_equal(
        input.sha256,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    clg_input_close(&input);
}

static void packed_files_are_unpacked_by_their_content(void **state)
{
    (void)state;
    unsigned char packed[512];
    size_t first = pack_gzip("one\n", packed, sizeof packed), second;

    check_content(write_file("logs.csv", packed, first), "one\n");
    second = pack_gzip("two\n", packed + first, sizeof packed - first);
    check_content(write_file("joined.gz", packed, first + second), "one\ntwo\n");
    memset(packed + first + second, 0, 20);
    check_content(write_file("padded.gz", packed, first + second + 20), "one\ntwo\n");

    first = ZSTD_compress(packed, sizeof packed, "one\n", 4, 3);
    check_content(write_file("logs.zst", packed, first), "one\n");
    second = ZSTD_compress(packed + first, sizeof packed - first, "two\n", 4, 3);
    check_content(write_file("joined.zst", packed, first + second), "one\ntwo\n");
}

static void a_large_file_is_unpacked_whole(void **state)
{
    (void)state;
    size_t size = 5000000, room = compressBound((uLong)size) + 64, packed_size;
    char *text = clg_array_new(size + 1, 1, NULL);
    unsigned char *packed = clg_array_new(room, 1, NULL);

    for (size_t i = 0; i < size; i++)
        text[i] = (char)('a' + i / 1000 % 26);
    packed_size = pack_gzip(text, packed, room);
    check_content(write_file("large.gz", packed, packed_size), text);
    packed_size = ZSTD_compress(packed, room, text, size, 1);
    check_content(write_file("large.zst", packed, packed_size), text);
    clg_free(text);
    clg_free(packed);
}

static void a_stream_cut_anywhere_is_refused(void **state)
{
    (void)state;
    unsigned char packed[512];
    size_t size = pack_gzip("one,two,three\n", packed, sizeof packed);
    clg_input input;

    for (size_t cut = 2; cut < size; cut++)
        check_fails(clg_input_open(write_file("cut", packed, cut), "cut", &input, &err),
                    CLG_ERROR_PARSE,
                    "the gzip stream ends early (the file is cut short)");
    size = ZSTD_compress(packed, sizeof packed, "one,two,three\n", 14, 3);
    for (size_t cut = 4; cut < size; cut++)
        check_fails(clg_input_open(write_file("cut", packed, cut), "cut", &input, &err),
                    CLG_ERROR_PARSE,
                    "the zstd stream ends early (the file is cut short)");
}

static void a_damaged_stream_is_refused(void **state)
{
    (void)state;
    unsigned char packed[512];
    size_t size = pack_gzip("one,two,three\n", packed, sizeof packed);
    clg_input input;

    packed[size - 1] ^= 1;
    check_fails(clg_input_open(write_file("bad", packed, size), "bad", &input, &err),
                CLG_ERROR_PARSE, "the gzip stream is damaged: incorrect length check");
    packed[size - 1] ^= 1;
    memcpy(packed + size, "rest", 4);
    check_fails(
        clg_input_open(write_file("bad", packed, size + 4), "bad", &input, &err),
        CLG_ERROR_PARSE, "the gzip stream is damaged: incorrect header check");
}

static void what_is_no_file_is_named(void **state)
{
    (void)state;
    clg_error error = CLG_ERROR_INIT;
    clg_input input;

    assert_int_equal(clg_input_open(in_folder("none"), "logs.csv", &input, &error),
                     CLG_ERROR_IO);
    assert_string_equal(error.path, "logs.csv");
    assert_string_equal(error.message, "no such file");
    check_fails(clg_input_open(folder, "logs", &input, &err), CLG_ERROR_IO,
                "is a folder, expected a file");
    assert_int_equal(clg_input_open(in_folder("none"), "x", &input, NULL),
                     CLG_ERROR_IO);
}

static void a_pipe_is_read_to_its_end(void **state)
{
    (void)state;
    const char *path = in_folder("pipe");
    pid_t writer;

    assert_int_equal(mkfifo(path, 0600), 0);
    writer = fork();
    if (writer == 0) {
        int file = open(path, O_WRONLY);
        _exit(write(file, "through a pipe", 14) == 14 ? 0 : 1);
    }
    check_content(path, "through a pipe");
}

static void paths_are_joined(void **state)
{
    (void)state;
    static const char *const cases[][3] = {{"a/b", "c.csv", "a/b/c.csv"},
                                           {"a/", "c", "a/c"},
                                           {"a", "/abs", "/abs"},
                                           {"", "c", "c"},
                                           {"/", "c", "/c"}};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *path = clg_path_join(cases[i][0], cases[i][1], NULL);
        assert_string_equal(path, cases[i][2]);
        clg_free(path);
    }
    assert_true(clg_path_exists(folder));
    assert_true(clg_path_is_folder(folder));
    assert_false(clg_path_exists(in_folder("none")));
}

static void an_output_replaces_nothing_that_is_needed(void **state)
{
    (void)state;
    const char *file = write_file("logs.csv", "x", 1);
    const char *const cases[][2] = {{file, file},   {folder, file}, {"new", "./new"},
                                    {file, folder}, {file, NULL},   {"new", "newer"}};

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(clg_path_spares(cases[i][0], cases[i][1], NULL),
                         i < 3 ? CLG_ERROR_IO : CLG_OK);
}

static void an_output_appears_when_it_is_committed(void **state)
{
    (void)state;
    const char *path = write_file("out.csv", "old", 3);
    clg_output output;

    check_ok(clg_output_open(path, &output, &err));
    fputs("new", output.stream);
    check_content(path, "old");
    check_ok(clg_output_commit(&output, &err));
    check_content(path, "new");
    clg_output_discard(&output);
    assert_int_equal(entry_count(), 1);
}

static void a_discarded_output_leaves_nothing(void **state)
{
    (void)state;
    clg_output output;

    check_ok(clg_output_open(in_folder("out.csv"), &output, &err));
    fputs("new", output.stream);
    assert_int_equal(entry_count(), 1);
    clg_output_discard(&output);
    assert_int_equal(entry_count(), 0);
}

static void a_full_disk_is_reported_and_nothing_is_left(void **state)
{
    (void)state;
    clg_output output;

    check_ok(clg_output_open("/dev/full", &output, &err));
    fputs("some text", output.stream);
    check_fails(clg_output_commit(&output, &err), CLG_ERROR_IO,
                "cannot write: No space left on device");
    check_ok(clg_output_open("/dev/full", &output, &err));
    for (int i = 0; i < 10000; i++)
        fputs("more than the stream's buffer holds", output.stream);
    check_fails(clg_output_commit(&output, &err), CLG_ERROR_IO,
                "cannot write: No space left on device");
    assert_true(clg_path_exists("/dev/full"));
}

static void an_output_in_no_folder_is_refused(void **state)
{
    (void)state;
    clg_output output;

    check_fails(clg_output_open(in_folder("none/out"), &output, &err), CLG_ERROR_IO,
                "cannot write: No such file or directory");
    check_fails(clg_output_open(folder, &output, &err), CLG_ERROR_IO,
                "is a folder, expected a file");
}

static void put_in(const clg_output_folder *target, const char *name)
{
    char *path = clg_path_join(target->temporary, name, NULL);
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    fputs(name, file);
    fclose(file);
    clg_free(path);
}

static void a_folder_appears_when_it_is_committed(void **state)
{
    (void)state;
    clg_output_folder target;

    check_ok(clg_output_folder_open(in_folder("out/"), false, &target, &err));
    put_in(&target, "run.json");
    assert_false(clg_path_exists(in_folder("out")));
    check_ok(clg_output_folder_commit(&target, &err));
    check_content(in_folder("out/run.json"), "run.json");
    assert_int_equal(entry_count(), 1);
}

static void a_folder_in_the_way_is_kept_without_force(void **state)
{
    (void)state;
    clg_output_folder target;
    clg_error err = CLG_ERROR_INIT;

    assert_int_equal(mkdir(in_folder("out"), 0700), 0);
    write_file("out/notes.txt", "mine", 4);
    assert_int_equal(clg_output_folder_open(in_folder("out"), false, &target, &err),
                     CLG_ERROR_IO);
    assert_string_equal(err.message, "exists already");
    assert_string_equal(err.path, in_folder("out"));
    assert_string_equal(err.hint,
                        "name another folder, or replace this one with --force");
    assert_int_equal(clg_output_folder_open(in_folder("out"), true, &target, &err),
                     CLG_ERROR_IO);
    assert_string_equal(err.message, "exists already");
    check_content(in_folder("out/notes.txt"), "mine");
    assert_int_equal(entry_count(), 1);
}

static void force_replaces_an_earlier_run(void **state)
{
    (void)state;
    clg_output_folder target;

    for (int run = 0; run < 2; run++) {
        check_ok(clg_output_folder_open(in_folder("out"), run > 0, &target, &err));
        put_in(&target, "run.json");
        put_in(&target, run > 0 ? "second" : "first");
        check_ok(clg_output_folder_commit(&target, &err));
    }
    assert_true(clg_path_exists(in_folder("out/second")));
    assert_false(clg_path_exists(in_folder("out/first")));
    assert_int_equal(entry_count(), 1);
}

static void an_empty_folder_is_filled(void **state)
{
    (void)state;
    clg_output_folder target;

    assert_int_equal(mkdir(in_folder("out"), 0700), 0);
    check_ok(clg_output_folder_open(in_folder("out"), false, &target, &err));
    put_in(&target, "run.json");
    check_ok(clg_output_folder_commit(&target, &err));
    assert_true(clg_path_exists(in_folder("out/run.json")));
}

/* Somebody else was faster. */
static void a_folder_that_was_filled_meanwhile_is_kept(void **state)
{
    (void)state;
    clg_output_folder target;

    check_ok(clg_output_folder_open(in_folder("out"), false, &target, &err));
    put_in(&target, "run.json");
    assert_int_equal(mkdir(in_folder("out"), 0700), 0);
    write_file("out/theirs", "x", 1);
    check_fails(clg_output_folder_commit(&target, &err), CLG_ERROR_IO,
                "exists already");
    assert_true(clg_path_exists(in_folder("out/theirs")));
    assert_int_equal(entry_count(), 1);
}

static void a_discarded_folder_leaves_nothing(void **state)
{
    (void)state;
    clg_output_folder target;
    char *tables;

    check_ok(clg_output_folder_open(in_folder("out"), false, &target, &err));
    put_in(&target, "run.json");
    tables = clg_path_join(target.temporary, "tables", NULL);
    assert_int_equal(mkdir(tables, 0700), 0);
    clg_free(tables);
    put_in(&target, "tables/school.csv");
    clg_output_folder_discard(&target);
    assert_int_equal(entry_count(), 0);
}

static void a_folder_that_can_not_be_is_refused(void **state)
{
    (void)state;
    clg_output_folder target;

    write_file("file", "x", 1);
    check_fails(clg_output_folder_open(in_folder("file"), true, &target, &err),
                CLG_ERROR_IO, "is a file, expected a folder or nothing");
    check_fails(clg_output_folder_open(in_folder("file/out"), false, &target, &err),
                CLG_ERROR_IO, "cannot make the folder: Not a directory");
    check_fails(clg_output_folder_open("", false, &target, &err), CLG_ERROR_IO,
                "the name of the output folder is empty");
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    unsigned char packed[512];
    size_t size = pack_gzip("one\n", packed, sizeof packed);
    const char *path = write_file("logs.gz", packed, size);
    const char *target = in_folder("out.csv");
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_input input = {.bytes = ""};
        clg_output output = {NULL, NULL, NULL};
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = clg_input_open(path, "logs.gz", &input, &err);
        if (status == CLG_OK)
            status = clg_output_open(target, &output, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        clg_input_close(&input);
        clg_output_discard(&output);
    }
    assert_int_equal(allowed, 4);
    assert_int_equal(entry_count(), 1);
}

#define in_a_folder(test)                                                              \
    cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_folder(a_plain_file_is_read_with_its_digest),
        in_a_folder(an_empty_file_has_size_zero),
        in_a_folder(packed_files_are_unpacked_by_their_content),
        in_a_folder(a_large_file_is_unpacked_whole),
        in_a_folder(a_stream_cut_anywhere_is_refused),
        in_a_folder(a_damaged_stream_is_refused),
        in_a_folder(what_is_no_file_is_named),
        in_a_folder(a_pipe_is_read_to_its_end),
        in_a_folder(paths_are_joined),
        in_a_folder(an_output_replaces_nothing_that_is_needed),
        in_a_folder(an_output_appears_when_it_is_committed),
        in_a_folder(a_discarded_output_leaves_nothing),
        in_a_folder(a_full_disk_is_reported_and_nothing_is_left),
        in_a_folder(an_output_in_no_folder_is_refused),
        in_a_folder(a_folder_appears_when_it_is_committed),
        in_a_folder(a_folder_in_the_way_is_kept_without_force),
        in_a_folder(force_replaces_an_earlier_run),
        in_a_folder(an_empty_folder_is_filled),
        in_a_folder(a_folder_that_was_filled_meanwhile_is_kept),
        in_a_folder(a_discarded_folder_leaves_nothing),
        in_a_folder(a_folder_that_can_not_be_is_refused),
        in_a_folder(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
