internal import Glibc

/// A terminal whose echo can be turned off for a while.
struct Terminal {
    private let descriptor: Int32
    private let settings: termios

    init(_ descriptor: Int32) throws(ToolError) {
        var settings = termios()
        guard isatty(descriptor) == 1, unsafe tcgetattr(descriptor, &settings) == 0 else {
            throw .notATerminal
        }
        self.descriptor = descriptor
        self.settings = settings
    }

    /// Shows nothing of what is typed from now on; the terminal itself edits the line, by characters of UTF-8.
    func hide() throws(ToolError) {
        var hidden = settings
        hidden.c_lflag &= ~tcflag_t(ECHO | ECHOE | ECHOK | ECHONL)
        hidden.c_lflag |= tcflag_t(ICANON | ISIG | IEXTEN)
        hidden.c_iflag |= tcflag_t(IUTF8 | ICRNL)
        guard set(hidden) else { throw .terminal(code: errno) }
    }

    /// Makes the terminal what it was.
    func restore() {
        // Where the terminal is gone there is nothing to restore.
        _ = set(settings)
    }

    private func set(_ settings: termios) -> Bool {
        var settings = settings
        while unsafe tcsetattr(descriptor, TCSAFLUSH, &settings) != 0 {
            if errno != EINTR { return false }
        }
        return true
    }
}

/// `IUTF8`, which the C library shows to GNU programs only; the figure is Linux's on every architecture.
private let IUTF8: Int32 = 0o40000
