// renameat2(2), which the C library shows to GNU programs only, and so not to Swift.

#pragma once

/// Gives a file or folder another name; with the flag 2 (RENAME_EXCHANGE), two of them each other's names in one instant.
/// Gives 0, or -1.
int renameat2(int old_folder, const char *old_name, int new_folder, const char *new_name, unsigned int flags);
