// keyctl(2), which has no function in the C library.

#pragma once

#include <asm/unistd.h>

long syscall(long number, ...);

/// Gives the calling thread a session keyring of its own, new and empty (KEYCTL_JOIN_SESSION_KEYRING); programs that it
/// starts have that one. Gives the keyring's number, or -1.
static inline long join_new_session_keyring(void) { return syscall(__NR_keyctl, 1L, (char *)0); }
