// prctl(2), which takes a varying number of arguments, and so cannot be called from Swift.

#pragma once

int prctl(int option, ...);

/// Keeps the memory of the process out of cores, and out of reach of processes without special rights, until it becomes
/// another program (PR_SET_DUMPABLE). Gives 0, or -1.
static inline int make_process_undumpable(void) { return prctl(4, 0UL, 0UL, 0UL, 0UL); }
