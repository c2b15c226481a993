/* What a program of somebody else's does first. */
#include <collegium/error.h>

#include <stdio.h>

int main(void)
{
    return puts(clg_status_name(CLG_ERROR_PARSE)) < 0;
}
