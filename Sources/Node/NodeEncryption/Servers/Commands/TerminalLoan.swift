internal import Glibc

/// The terminal of this process, lent to a program of another process group, as a shell lends it: the operator's
/// command may ask for a password there, and what is typed, Ctrl-C too, is the program's.
final class TerminalLoan {
    private let terminal: Int32

    /// `nil` where there is no terminal, or this process is not in front of it.
    init?() {
        let terminal = unsafe open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        guard tcgetpgrp(terminal) == getpgrp() else {
            close(terminal)
            return nil
        }
        self.terminal = terminal
    }

    deinit {
        close(terminal)
    }

    /// Puts a group in front of the terminal.
    func lend(to group: pid_t) {
        _ = tcsetpgrp(terminal, group)
    }

    /// Puts this process in front of it again.
    func takeBack() {
        // Whoever is not in front is stopped for asking, unless the signal is held back.
        var held = sigset_t()
        unsafe sigemptyset(&held)
        unsafe sigaddset(&held, SIGTTOU)
        var outer = sigset_t()
        unsafe pthread_sigmask(SIG_BLOCK, &held, &outer)
        _ = tcsetpgrp(terminal, getpgrp())
        unsafe pthread_sigmask(SIG_SETMASK, &outer, nil)
    }
}
