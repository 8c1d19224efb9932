// What glibc has of posix_spawn(3) for GNU programs only, and so not for Swift.

#pragma once

/// Has a program begin without the descriptors from first on; actions is a posix_spawn_file_actions_t. Gives 0, or the
/// number of an error.
int posix_spawn_file_actions_addclosefrom_np(void *actions, int first);

/// Has a program begin in another folder. Gives 0, or the number of an error.
int posix_spawn_file_actions_addchdir_np(void *actions, const char *folder);
