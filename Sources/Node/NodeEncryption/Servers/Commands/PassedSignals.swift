internal import Glibc
internal import Synchronization

/// Notes the signals that would end this process, so that they reach a program that it runs first.
///
/// Programs are in process groups of their own, where neither a terminal's Ctrl-C nor a service manager's signal to
/// this process finds them.
enum PassedSignals {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
    private static let outer = Mutex<(count: Int, actions: [(number: Int32, action: sigaction)])>((0, []))

    /// The number of a signal that came since they are noted, and that nobody took; 0 for none.
    static var arrived: Int32 { noted.load(ordering: .relaxed) }

    /// Notes one that came to a program in the place of this process.
    static func note(_ number: Int32) { noted.store(number, ordering: .relaxed) }

    /// Takes the one that came, whose effect is up to the caller from now on.
    static func take() { noted.store(0, ordering: .relaxed) }

    /// Throws if one came.
    static func check() throws(NodeEncryptionError) {
        let number = arrived
        if number != 0 { throw .interrupted(number) }
    }

    /// Begins to note them.
    static func hold() {
        outer.withLock { state in
            state.count += 1
            guard state.count == 1 else { return }
            noted.store(0, ordering: .relaxed)
            state.actions = numbers.map { number in
                var note = sigaction()
                unsafe note.__sigaction_handler.sa_handler = { noted.store($0, ordering: .relaxed) }
                note.sa_flags = SA_RESTART
                var action = sigaction()
                unsafe sigaction(number, &note, &action)
                // One that was ignored on purpose (nohup) stays ignored.
                if unsafe action.__sigaction_handler.sa_handler.map({ unsafe unsafeBitCast($0, to: Int.self) }
                ) == 1 {
                    unsafe sigaction(number, &action, nil)
                }
                return (number, action)
            }
        }
    }

    /// Lets them take their usual effect again, the one that came too.
    static func release() {
        let isOutermost = outer.withLock { state in
            state.count -= 1
            guard state.count == 0 else { return false }
            for (number, action) in state.actions {
                var action = action
                unsafe sigaction(number, &action, nil)
            }
            state.actions = []
            return true
        }
        guard isOutermost else { return }
        let number = noted.exchange(0, ordering: .relaxed)
        if number != 0 { raise(number) }
    }
}

/// The last signal that a handler saw; a handler may touch nothing but such a value.
private let noted = Atomic<Int32>(0)
