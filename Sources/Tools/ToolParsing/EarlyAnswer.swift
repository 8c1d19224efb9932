internal import Glibc
internal import ToolSupport

/// What a tool answers before anything is parsed: to parse takes longer than all else of such a run.
package struct EarlyAnswer: Sendable {
    /// What `--help` shows on ``width`` columns, as the parser would write it; `Scripts/write-help` writes it down, and
    /// the tools' tests hold it against the parser's.
    private let help: String

    /// The columns that `help` is written for, which are the parser's where nothing tells it of others.
    static let width = 80

    /// Makes the answers of a tool.
    package init(help: String) {
        self.help = help
    }

    /// The answer to these arguments, or `nil` where the parser has to find one.
    ///
    /// - Parameter columns: the width to write for; `nil`: one that only the parser makes out.
    func text(for arguments: [[UInt8]], columns: @autoclosure () -> Int?) -> String? {
        guard arguments.count == 1 else { return nil }
        if arguments[0] == Array("--version".utf8) { return PackageVersion.current + "\n" }
        guard arguments[0] == Array("--help".utf8) || arguments[0] == Array("-h".utf8) else { return nil }
        return columns() == Self.width ? help : nil
    }

    /// The width that the parser would find: a terminal's on standard output, unless a variable says another.
    static var columns: Int? {
        guard Environment.octets("COLUMNS") == nil else { return nil }
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return width }
        return Int(size.ws_col)
    }
}
