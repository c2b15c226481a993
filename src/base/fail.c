#include "base/fail.h"

#include <stdarg.h>
#include <stdio.h>

const char *clg_status_name(clg_status code)
{
    switch (code) {
    case CLG_OK: return "ok";
    case CLG_ERROR_ARGUMENT: return "argument";
    case CLG_ERROR_MEMORY: return "memory";
    case CLG_ERROR_IO: return "io";
    case CLG_ERROR_PARSE: return "parse";
    case CLG_ERROR_SCHEMA: return "schema";
    case CLG_ERROR_DEPENDENCY: return "dependency";
    case CLG_ERROR_INTERRUPTED: return "interrupted";
    case CLG_ERROR_WORKER: return "worker";
    case CLG_ERROR_PRIVACY: return "privacy";
    }
    return "unknown";
}

static clg_status fill(clg_error *err, clg_status code, const char *format,
                       va_list args)
{
    *err = (clg_error)CLG_ERROR_INIT;
    err->code = code;
    vsnprintf(err->message, sizeof err->message, format, args);
    return code;
}

clg_status clg_fail(clg_error *err, clg_status code, const char *format, ...)
{
    va_list args;

    if (err == NULL)
        return code;
    va_start(args, format);
    fill(err, code, format, args);
    va_end(args);
    return code;
}

clg_status clg_fail_at(clg_error *err, clg_status code, const char *path, uint64_t line,
                       uint64_t column, const char *format, ...)
{
    va_list args;

    if (err == NULL)
        return code;
    va_start(args, format);
    fill(err, code, format, args);
    va_end(args);
    snprintf(err->path, sizeof err->path, "%s", path);
    err->line = line;
    err->column = column;
    return code;
}

void clg_hint(clg_error *err, const char *format, ...)
{
    va_list args;

    if (err == NULL)
        return;
    va_start(args, format);
    vsnprintf(err->hint, sizeof err->hint, format, args);
    va_end(args);
}
