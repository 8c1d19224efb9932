internal import Glibc
internal import Synchronization

/// Holds back the signals that end or stop a process, so that a terminal can be put in order before they take effect.
///
/// They are blocked except while waiting, so none is lost between a check and the wait.
struct HeldSignals: ~Copyable {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]
    private let outerMask: sigset_t
    private let outerActions: [(number: Int32, action: sigaction)]

    init() {
        arrived.store(0, ordering: .relaxed)
        var held = sigset_t()
        unsafe sigemptyset(&held)
        for number in Self.numbers { unsafe sigaddset(&held, number) }
        var mask = sigset_t()
        unsafe pthread_sigmask(SIG_BLOCK, &held, &mask)
        outerMask = mask
        outerActions = Self.numbers.map { number in
            var note = sigaction()
            unsafe note.__sigaction_handler.sa_handler = { arrived.store($0, ordering: .relaxed) }
            var outer = sigaction()
            unsafe sigaction(number, &note, &outer)
            // A signal that was ignored on purpose (nohup) stays ignored.
            if unsafe outer.__sigaction_handler.sa_handler.map({ unsafe unsafeBitCast($0, to: Int.self) })
                == 1
            {
                unsafe sigaction(number, &outer, nil)
            }
            return (number, outer)
        }
    }

    /// Waits until `descriptor` can be read; returns the number of a signal if one comes first.
    func wait(for descriptor: Int32) -> Int32? {
        while true {
            var ready = fd_set()
            let (word, bit) = Int(descriptor).quotientAndRemainder(dividingBy: Int.bitWidth)
            unsafe withUnsafeMutableBytes(of: &ready) { bytes in
                unsafe bytes.withMemoryRebound(to: UInt.self) { unsafe $0[word] |= 1 << bit }
            }
            var mask = outerMask
            let count = unsafe pselect(descriptor + 1, &ready, nil, nil, nil, &mask)
            let number = arrived.load(ordering: .relaxed)
            if number != 0 { return number }
            // Any failure other than an interruption is reported by the read that follows.
            if count >= 0 || errno != EINTR { return nil }
        }
    }

    /// Lets signals take their usual effect again.
    func release() {
        for (number, action) in outerActions {
            var action = action
            unsafe sigaction(number, &action, nil)
        }
        var mask = outerMask
        unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
    }
}

/// The last signal that a handler saw; a handler may touch nothing but such a value.
private let arrived = Atomic<Int32>(0)
