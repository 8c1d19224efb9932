internal import Glibc
internal import ToolSupport

/// A bar on standard error while the work goes on; nothing where that is not a terminal.
struct ProgressBar {
    private let total: Int
    private let isShown = isatty(STDERR_FILENO) == 1

    init(total: Int) {
        self.total = total
    }

    /// Shows that `done` parts are done.
    func show(_ done: Int) {
        guard isShown, total > 0 else { return }
        let width = 40
        let filled = width * done / total
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
        write("\r[\(bar)] \(100 * done / total)%")
    }

    /// Takes the bar away.
    func clear() {
        guard isShown else { return }
        write("\r\u{1B}[K")
    }

    private func write(_ text: String) {
        // A bar that cannot be shown is no reason to stop.
        try? StandardStream.error.write(text)
    }
}
