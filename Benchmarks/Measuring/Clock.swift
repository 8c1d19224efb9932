import Glibc

/// The clocks that a sample is taken by, in nanoseconds from an origin of their own.
public enum Clock: Sendable {
    /// What passes on the wall.
    case wall
    /// What the threads of this process used of the processors.
    case processor
    /// What the children of this process used that have ended.
    case children

    /// What the clock shows now.
    public var nanoseconds: Int {
        switch self {
        case .wall: Self.read(CLOCK_MONOTONIC)
        case .processor: Self.read(CLOCK_PROCESS_CPUTIME_ID)
        case .children: Self.usageOfChildren()
        }
    }

    private static func read(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    private static func usageOfChildren() -> Int {
        var usage = rusage()
        getrusage(RUSAGE_CHILDREN.rawValue, &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        let microseconds = Int(usage.ru_utime.tv_usec) + Int(usage.ru_stime.tv_usec)
        return seconds * 1_000_000_000 + microseconds * 1000
    }
}
