// fstatfs(2), whose structure has the name of a function, and so is out of Swift's reach.

#pragma once

#include <sys/vfs.h>

/// Whether an open file or folder is in the file system of processes (PROC_SUPER_MAGIC of linux/magic.h).
static inline int is_in_process_file_system(int descriptor) {
    struct statfs status;
    return fstatfs(descriptor, &status) == 0 && status.f_type == 0x9fa0;
}
