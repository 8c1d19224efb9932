internal import Glibc

/// When a file was written, in microseconds since 1970. Of a link it is the file that it leads to.
struct FileTimes {
    /// The last change of its content.
    let content: Int
    /// The last change of anything of it: its content, owner, mode or name.
    let change: Int

    /// `nil` where it is not to be seen.
    init?(of path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        // Whoever owns the file gives it any time.
        func microseconds(_ time: timespec) -> Int {
            let (seconds, isTooFar) = time.tv_sec.multipliedReportingOverflow(by: 1_000_000)
            let end = time.tv_sec < 0 ? Int.min : Int.max
            let (sum, isOver) = seconds.addingReportingOverflow(time.tv_nsec / 1_000)
            return isTooFar || isOver ? end : sum
        }
        content = microseconds(status.st_mtim)
        change = microseconds(status.st_ctim)
    }
}
