import Glibc

/// A pair of terminal ends: what is written to `operatorEnd` is typed on the terminal `toolEnd`.
public final class PseudoTerminal: Sendable {
    /// The end at which an operator would sit.
    public let operatorEnd: Int32
    /// The end that is a program's terminal.
    public let toolEnd: Int32
    /// The path by which a program that is started opens its terminal.
    public let path: String

    /// Makes a pair; it becomes nobody's controlling terminal.
    public init() throws {
        operatorEnd = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var number: Int32 = 0
        var unlocked: Int32 = 0
        // TIOCGPTN and TIOCSPTLCK: what ptsname(3) and unlockpt(3) ask the system.
        guard operatorEnd >= 0, ioctl(operatorEnd, 0x8004_5430, &number) == 0,
            ioctl(operatorEnd, 0x4004_5431, &unlocked) == 0
        else { throw FileFailure(path: "/dev/ptmx", errno: errno) }
        path = "/dev/pts/\(number)"
        toolEnd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard toolEnd >= 0 else { throw FileFailure(path: path, errno: errno) }
    }

    deinit {
        close(toolEnd)
        close(operatorEnd)
    }

    /// What the operator sees, up to and with `end`, or until nothing comes for a minute.
    public func shown(until end: String) -> String {
        // Octets, not characters: a carriage return and a line feed are one character.
        shown { $0.reversed().starts(with: end.utf8.reversed()) }
    }

    /// The next octets that the operator sees, or those that come until nothing does for a minute.
    public func shown(count: Int) -> String {
        shown { $0.count == count }
    }

    private func shown(until isWhole: ([UInt8]) -> Bool) -> String {
        var polled = pollfd(fd: operatorEnd, events: Int16(POLLIN), revents: 0)
        var shown: [UInt8] = []
        var octet: UInt8 = 0
        while !isWhole(shown), poll(&polled, 1, 60_000) > 0, read(operatorEnd, &octet, 1) == 1 {
            shown.append(octet)
        }
        return String(decoding: shown, as: UTF8.self)
    }

    /// Makes the terminal as wide as this.
    public func setColumns(_ columns: Int) {
        var size = winsize(ws_row: 25, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        precondition(ioctl(operatorEnd, UInt(TIOCSWINSZ), &size) == 0, "the terminal must take a size")
    }

    /// Types `text`.
    public func type(_ text: String) {
        let octets = Array(text.utf8)
        precondition(write(operatorEnd, octets, octets.count) == octets.count, "the terminal takes no more")
    }

    /// Whether the terminal shows what is typed.
    public var echoes: Bool {
        var settings = termios()
        return tcgetattr(toolEnd, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }
}
