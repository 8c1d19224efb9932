// steps MAPS PROGRAM ARGUMENT…
//
// Runs a program and writes its registers, as ptrace(2) gives them, at each instruction between two SIGUSR1 that it
// sends itself; its mappings at the first one go to the file MAPS. Addresses are the same in each run.

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static void keep_maps(pid_t child, const char *path) {
    char name[64], block[4096];
    snprintf(name, sizeof name, "/proc/%d/maps", (int)child);
    FILE *maps = fopen(name, "r"), *kept = fopen(path, "w");
    if (!maps || !kept) _exit(3);
    for (size_t count; (count = fread(block, 1, sizeof block, maps)) > 0;) fwrite(block, 1, count, kept);
    fclose(maps);
    fclose(kept);
}

int main(int count, char **words) {
    if (count < 3) return 64;
    pid_t child = fork();
    if (child == 0) {
        personality(ADDR_NO_RANDOMIZE);
        // Only the registers are to stand on the standard output.
        dup2(open("/dev/null", O_WRONLY), 1);
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        execv(words[2], words + 2);
        _exit(127);
    }
    int status, is_inside = 0;
    long given = 0;
    waitpid(child, &status, 0);
    ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_EXITKILL);
    while (WIFSTOPPED(status)) {
        if (ptrace(is_inside ? PTRACE_SINGLESTEP : PTRACE_CONT, child, NULL, given) != 0) return 3;
        if (waitpid(child, &status, 0) < 0) return 3;
        if (!WIFSTOPPED(status)) break;
        given = WSTOPSIG(status);
        if (given == SIGUSR1) {
            given = 0;
            if (is_inside) {
                kill(child, SIGKILL);
                return fflush(stdout) == 0 ? 0 : 3;
            }
            is_inside = 1;
            keep_maps(child, words[1]);
        } else if (given == SIGTRAP) {
            given = 0;
            struct user_regs_struct registers;
            if (ptrace(PTRACE_GETREGS, child, NULL, &registers) != 0) return 3;
            if (is_inside && fwrite(&registers, sizeof registers, 1, stdout) != 1) return 3;
        }
    }
    // It ended without the second one.
    return 2;
}
