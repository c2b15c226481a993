#include "store/version.h"

#include <hdf5.h>

#define TEXT_OF(number) #number
#define VERSION_OF(major, minor, release)                                              \
    TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(release)

const char *clg_hdf5_version(void)
{
    return VERSION_OF(H5_VERS_MAJOR, H5_VERS_MINOR, H5_VERS_RELEASE);
}
