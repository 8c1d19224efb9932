internal import Glibc

/// Waits; a signal ends the wait early.
package func pause(_ duration: Duration) {
    var rest = timespec(
        tv_sec: Int(duration.components.seconds),
        tv_nsec: Int(duration.components.attoseconds / 1_000_000_000)
    )
    unsafe _ = nanosleep(&rest, nil)
}
