/* Where HDF5's bytes go: a file driver that survives a full disk.
 *
 * When a write fails, HDF5 1.10 cannot close the file: it keeps it, tries again when
 * the process ends, and crashes there. This driver remembers the first failure,
 * keeps all later writes in memory and lets HDF5 finish in peace; the writer asks for
 * the failure, stops, and throws the file away. */
#ifndef CLG_STORE_H5_DRIVER_H
#define CLG_STORE_H5_DRIVER_H

#include <hdf5.h>

typedef struct clg_h5_late_write clg_h5_late_write;

/* One file behind the driver, zeroed at first; must outlive the file. */
typedef struct clg_h5_sink {
    H5FD_t common;     /* HDF5 sees this member only */
    haddr_t allocated; /* end of what HDF5 has given out */
    haddr_t written;   /* end of the file */
    int descriptor;
    int failure; /* errno of the first write that failed, or 0 */
    clg_h5_late_write *late, **late_end; /* what came after it, oldest first */
    hid_t driver; /* kept, since HDF5 reads it once more after the file let it go */
} clg_h5_sink;

/* Makes the file created with this access list go through the driver. Negative on
 * failure. */
herr_t clg_h5_use_sink(hid_t access, clg_h5_sink *sink);
/* After the file is closed, or could not be made. */
void clg_h5_sink_release(clg_h5_sink *sink);

#endif
