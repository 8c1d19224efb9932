import Glibc

/// The processor time of this process, in nanoseconds: what all its threads have used.
public func processorNanoseconds() -> Int {
    read(CLOCK_PROCESS_CPUTIME_ID)
}

/// The time on the wall, in nanoseconds from an origin of its own.
func wallNanoseconds() -> Int {
    read(CLOCK_MONOTONIC)
}

private func read(_ clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
