internal import Glibc

/// A terminal whose echo can be turned off.
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

    /// Turns the echo off; the terminal still edits the line, by UTF-8 characters.
    func hide() throws(ToolError) {
        var hidden = settings
        hidden.c_lflag &= ~tcflag_t(ECHO | ECHOE | ECHOK | ECHONL)
        hidden.c_lflag |= tcflag_t(ICANON | ISIG | IEXTEN)
        hidden.c_iflag |= tcflag_t(IUTF8 | ICRNL)
        guard set(hidden) else { throw .terminal(code: errno) }
    }

    /// Restores the terminal's settings.
    func restore() {
        // If the terminal is gone, there is nothing to restore.
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

/// `IUTF8`, which glibc declares only for GNU programs; the value is the same on every Linux architecture.
private let IUTF8: Int32 = 0o40000
