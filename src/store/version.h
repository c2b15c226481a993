/* Which HDF5 writes the files. */
#ifndef CLG_STORE_VERSION_H
#define CLG_STORE_VERSION_H

const char *clg_hdf5_version(void); /* such as "1.10.8" */

#endif
