// memfd_create(2), which the C library shows to GNU programs only, and so not to Swift.

#pragma once

/// Makes a file in memory that has no name in any folder; name is for debuggers alone. Gives its descriptor, or -1.
int memfd_create(const char *name, unsigned int flags);
