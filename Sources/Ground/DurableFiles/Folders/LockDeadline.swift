internal import Glibc

/// The instant until which somebody waits for a lock.
///
/// By the clock that goes on while the machine sleeps, as Swift's `ContinuousClock` does; that one is part of Swift's
/// runtime of tasks, of which a program that starts none need not carry a megabyte.
struct LockDeadline: Sendable {
    private let end: Duration

    /// The instant that comes when `patience` is over.
    init(in patience: Duration) {
        end = Self.sinceBoot + patience
    }

    /// Whether the instant has come.
    var isOver: Bool { Self.sinceBoot >= end }

    private static var sinceBoot: Duration {
        var time = timespec()
        // The kernel has this clock since 2.6.39, and there is nothing else to fail for.
        _ = unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
