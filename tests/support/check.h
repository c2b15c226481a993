/* What every test includes: cmocka, and checks that speak the library's terms. */
#ifndef CLG_TESTS_CHECK_H
#define CLG_TESTS_CHECK_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collegium/error.h"

/* A call that must succeed; if it fails, the test shows the library's own message.
 * The call passes &err, which the macro declares. */
#define check_ok(call)                                                                 \
    do {                                                                               \
        clg_error err = CLG_ERROR_INIT;                                                \
        if ((call) != CLG_OK)                                                          \
            fail_msg("%s: %s:%d: %s", clg_status_name(err.code), err.path,             \
                     (int)err.line, err.message);                                      \
    } while (0)

/* A call that must fail with this code and exactly this message. */
#define check_fails(call, expected_code, expected_message)                             \
    do {                                                                               \
        clg_error err = CLG_ERROR_INIT;                                                \
        assert_int_equal((call), (expected_code));                                     \
        assert_int_equal(err.code, (expected_code));                                   \
        assert_string_equal(err.message, (expected_message));                          \
    } while (0)

/* cmocka 1.1.5 rounds doubles to float; tolerance 0 asks for equality. */
#define check_near(actual, expected, tolerance)                                        \
    do {                                                                               \
        double actual_ = (actual), expected_ = (expected);                             \
        if (!(fabs(actual_ - expected_) <= (tolerance)))                               \
            fail_msg("%s is %.17g, expected %.17g", #actual, actual_, expected_);      \
    } while (0)

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

#endif
