internal import Glibc

/// When a file was written, in microseconds since 1970. Of a link it is the file that it leads to.
struct FileTimes {
    /// The last change of its content.
    let content: Int
    /// The last change of anything of it: its content, owner, mode or name.
    let change: Int

    init(content: Int, change: Int) {
        self.content = content
        self.change = change
    }

    /// `nil` where it is not to be seen.
    init?(of path: String, followingLink: Bool = true) {
        var status = stat()
        let result = unsafe followingLink ? stat(path, &status) : lstat(path, &status)
        guard result == 0 else { return nil }
        content = status.st_mtim.microseconds
        change = status.st_ctim.microseconds
    }

    /// The time of the clock that files go by.
    static var now: Int {
        var time = timespec()
        // It knows this clock.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return time.microseconds
    }
}

extension timespec {
    /// The whole of it. Whoever owns a file gives it any time: what is beyond counts as the last there is.
    var microseconds: Int {
        let (seconds, isTooFar) = tv_sec.multipliedReportingOverflow(by: 1_000_000)
        let (sum, isOver) = seconds.addingReportingOverflow(tv_nsec / 1_000)
        return isTooFar || isOver ? tv_sec < 0 ? Int.min : Int.max : sum
    }
}
