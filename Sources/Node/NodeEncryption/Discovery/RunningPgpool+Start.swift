internal import DurableFiles
internal import Glibc

extension RunningPgpool {
    /// Whether one of the files was changed, or took its place, after it started, so that it may not have read it as it
    /// is; also where that is not to be seen.
    func mayNotHaveRead(_ paths: [String]) -> Bool {
        guard let start = startTime else { return true }
        return paths.contains { path in
            guard let change = FileTimes(of: path)?.change else { return true }
            // It reads them shortly before the process is there that goes on, and both clocks are late by up to a
            // hundredth of a second.
            return change > start - Self.uncertainty
        }
    }

    /// Why it may have read another pool key than is in a file, which it reads at its start alone; `nil` where nothing
    /// of that file, or of a link that leads to it, changed since.
    func unreadKey(_ path: String) -> UnreadKey? {
        let link = FileTimes(of: path, followingLink: false)
        guard let start = startTime, let times = FileTimes(of: path), let link else { return .changed }
        let end = start - Self.uncertainty
        if times.content > end { return .written }
        return max(times.change, link.change) > end ? .changed : nil
    }

    /// Why a pool key may not be the one that was read, as a predicate of its file.
    enum UnreadKey: String {
        case written = "was written after Pgpool-II started, which goes on with the key that it read then"
        case changed =
            "got another name, owner or mode after Pgpool-II started, which goes on with the key that it read then"
    }

    /// When the process was started, in microseconds since 1970 by the clock as it is now; `nil` where it is gone.
    var startTime: Int? {
        guard let content = try? Folder("/proc/\(processID)").read("stat", limit: 4_096),
            // The name, in parentheses, may hold any; "starttime" is field 22, and field 3 comes behind the name
            // (proc_pid_stat(5)).
            let end = content.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let fields = content[(end + 1)...].split(separator: UInt8(ascii: " "))
        let perSecond = sysconf(Int32(_SC_CLK_TCK))
        guard fields.count > 19, perSecond > 0,
            let ticks = Int(String(decoding: fields[19], as: UTF8.self)),
            let sinceBoot = Self.microseconds(CLOCK_BOOTTIME), let now = Self.microseconds(CLOCK_REALTIME)
        else { return nil }
        let (parts, isTooLarge) = ticks.multipliedReportingOverflow(by: 1_000_000)
        return isTooLarge ? nil : now - sinceBoot + parts / perSecond
    }

    private static let uncertainty = 50_000

    private static func microseconds(_ clock: Int32) -> Int? {
        var time = timespec()
        guard unsafe clock_gettime(clock, &time) == 0 else { return nil }
        return time.microseconds
    }
}
