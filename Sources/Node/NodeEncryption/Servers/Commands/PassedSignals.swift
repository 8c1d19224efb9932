internal import Glibc
internal import Synchronization

/// Notes the signals that would end this process, so that they reach a program that it runs first.
///
/// Programs are in process groups of their own, where neither a terminal's Ctrl-C nor a service manager's signal to
/// this process finds them.
enum PassedSignals {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
    private static let outer = Mutex<(count: Int, actions: [(number: Int32, action: sigaction)])>((0, []))

    /// The number of a signal that came since the first program was begun; 0 for none.
    static var arrived: Int32 { noted.load(ordering: .relaxed) }

    /// Begins to note them.
    static func hold() {
        outer.withLock { state in
            state.count += 1
            guard state.count == 1 else { return }
            noted.store(0, ordering: .relaxed)
            state.actions = numbers.map { number in
                var note = sigaction()
                unsafe note.__sigaction_handler.sa_handler = { noted.store($0, ordering: .relaxed) }
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

    /// Lets them take their usual effect again.
    static func release() {
        outer.withLock { state in
            state.count -= 1
            guard state.count == 0 else { return }
            for (number, action) in state.actions {
                var action = action
                unsafe sigaction(number, &action, nil)
            }
            state.actions = []
        }
    }
}

/// The last signal that a handler saw; a handler may touch nothing but such a value.
private let noted = Atomic<Int32>(0)
