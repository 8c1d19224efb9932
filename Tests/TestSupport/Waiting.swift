import Glibc

/// Whether a condition comes to hold; asked again and again for a minute, which is longer than any machine that is
/// merely busy needs, so that a test that waits has a limit and fails by none.
public func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while true {
        if try condition() { return true }
        if ContinuousClock.now >= end { return false }
        usleep(10_000)
    }
}

/// Whether a process ends, or has ended; a child that nobody has waited for has not.
public func eventuallyEnds(_ process: pid_t) -> Bool {
    eventually { kill(process, 0) != 0 }
}
