internal import CSystemCalls
internal import Glibc
internal import Synchronization

/// What a program does at its start so that the secrets in its memory go nowhere else.
///
/// It is the program's to decide, since it is for the whole process: nothing in a library calls it.
package enum ProcessProtection {
    private struct Limit: Sendable {
        let resource: Int32
        let soft: rlim_t
        let hard: rlim_t

        init?(_ resource: __rlimit_resource) {
            var limit = rlimit()
            self.resource = Int32(resource.rawValue)
            guard unsafe getrlimit(self.resource, &limit) == 0 else { return nil }
            (soft, hard) = (limit.rlim_cur, limit.rlim_max)
        }

        /// Sets the limit that counts; the other, to which anybody may raise it again, stays.
        func set(_ soft: rlim_t) {
            var limit = rlimit(rlim_cur: soft, rlim_max: hard)
            // To lower it, or to raise it as far as this, is everybody's right.
            unsafe _ = setrlimit(resource, &limit)
        }
    }

    /// The limits as the process was given them.
    private static let limitsAtStart = Mutex<[Limit]>([])

    /// Keeps the process's memory out of cores and, where the system lets it, out of the swap space, and from the eyes
    /// of other processes of the same user.
    package static func begin() {
        // This alone forbids all cores, those that the system pipes into a program included, and ptrace(2).
        _ = make_process_undumpable()
        limitCores()
        if let limit = Limit(__RLIMIT_MEMLOCK) { lockMemory(limit) }
        #if !DEBUG
            leaveCrashesToTheSystem()
        #endif
    }

    /// The same of cores by the limit that `ulimit -c` shows; remembers which limits there were.
    static func limitCores() {
        limitsAtStart.withLock { $0 = changedLimits }
        Limit(RLIMIT_CORE)?.set(0)
    }

    /// The limits that are changed here, as they are now.
    private static var changedLimits: [Limit] {
        [Limit(RLIMIT_CORE), Limit(__RLIMIT_MEMLOCK)].compactMap(\.self)
    }

    /// Runs what starts another program, which gets the limits that this one was given.
    package static func withLimitsAtStart<Result>(_ body: () -> Result) -> Result {
        let own = changedLimits
        for limit in limitsAtStart.withLock({ $0 }) { limit.set(limit.soft) }
        defer {
            for limit in own { limit.set(limit.soft) }
        }
        return body()
    }

    /// Locks all memory, from each page's first use on, if no limit can be in the way then: under one, some later
    /// allocation would fail, and the program with it.
    private static func lockMemory(_ limit: Limit) {
        let all = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT
        if limit.hard == .max {
            limit.set(.max)
            _ = mlockall(all)
        } else {
            // Whom no limit binds (CAP_IPC_LOCK, but not that of a container) may do it under a limit of 0, too.
            limit.set(0)
            _ = mlockall(all)
            limit.set(limit.soft)
        }
    }

    /// Takes away the handlers by which Swift's runtime, where the environment asks for it, answers a crash: they show
    /// registers and what they point to.
    private static func leaveCrashesToTheSystem() {
        for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
            var present = sigaction()
            guard unsafe sigaction(number, nil, &present) == 0 else { continue }
            let handler = unsafe present.__sigaction_handler.sa_handler.map { handler in
                unsafe unsafeBitCast(handler, to: Int.self)
            }
            // What was ignored on purpose stays ignored.
            if let handler, handler != 1 { _ = signal(number, SIG_DFL) }
        }
    }
}
