// getrandom(2), which Swift's module of the C library leaves out. Declared here, not by <sys/random.h>: that would bring in
// types of the C library, which would then seem to be this module's.

#pragma once

/// Fills count octets with random bits, and gives how many, or -1.
long getrandom(void *buffer, unsigned long count, unsigned int flags);
