internal import CSystemCalls
internal import Glibc
internal import SecretMemory
internal import ServerProbe

/// A program that runs in a process group of its own.
struct ChildProcess {
    /// How it ended.
    enum Ending: Equatable {
        /// With this exit status; 128 plus the signal's number if a signal ended it.
        case status(Int32)
        /// It was ended, since its time was over.
        case timeOver
        /// It was ended, since it wrote too much.
        case tooMuchOutput
        /// It was ended by this signal, which this process got, or which was typed on the terminal that it had.
        case interrupted(Int32)
    }

    private let process: pid_t
    private let isOperators: Bool
    private let patience: Duration

    /// Starts a program, looked up in `PATH`.
    ///
    /// - Parameters:
    ///   - streams: what it has as descriptors 0, 1, 2 and so on; a program of ours has no others.
    ///   - variables: its environment, each `NAME=value`.
    ///   - isOperators: whether it may use the terminal.
    ///   - isAnothers: whether it may run as another user. Then it does not work in the folder of whoever runs the
    ///     tool, by which he would get (`/proc/PID/cwd`) to what lies below a folder that is closed to him, and has
    ///     none of his keys (``EmptyKeyring``).
    ///   - patience: how long it may take to end when it is asked to.
    /// - Returns: `nil` if it cannot be started; the reason is in `failure`.
    init?(
        _ program: String,
        _ arguments: [String],
        streams: [Int32],
        variables: [[UInt8]],
        isOperators: Bool,
        isAnothers: Bool = false,
        patience: Duration = .seconds(1),
        failure: inout Int32
    ) {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in streams.enumerated() {
            unsafe _ = posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
        }
        // The operator's shell may have left files open, and whoever a program of ours runs as can take them from it.
        if !isOperators {
            unsafe _ = posix_spawn_file_actions_addclosefrom_np(&actions, Int32(streams.count))
        }
        if isAnothers { unsafe _ = posix_spawn_file_actions_addchdir_np(&actions, "/") }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        // A program of ours may run as the server's user. Were it in the session of root's terminal, it could type
        // there, and go on reading there when this tool is over.
        let flags = isOperators ? Int16(POSIX_SPAWN_SETPGROUP) : sessionOfItsOwn
        unsafe posix_spawnattr_setflags(&attributes, flags)
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var environment =
            unsafe variables.map { variable in
                unsafe (variable + [0]).withUnsafeBytes { bytes in
                    unsafe strdup(bytes.assumingMemoryBound(to: CChar.self).baseAddress!)
                }
            } + [nil]
        defer { unsafe environment.forEach { unsafe free($0) } }
        var process: pid_t = 0
        failure = ProcessProtection.withLimitsAtStart {
            func start() -> Int32 {
                unsafe posix_spawnp(&process, program, &actions, &attributes, &words, &environment)
            }
            return isAnothers ? EmptyKeyring.run(start) : start()
        }
        guard failure == 0 else { return nil }
        self.process = process
        self.isOperators = isOperators
        self.patience = patience
    }

    /// Waits until something is so; `false` if it ends, its time is over, or a signal arrives before that.
    func wait(within seconds: Int, until isSo: () -> Bool) -> Bool {
        let deadline = Deadline(in: .seconds(seconds))
        while !isSo() {
            if hasEnded { return isSo() }
            if PassedSignals.arrived != 0 || deadline.isOver { return false }
            pause(.milliseconds(5))
        }
        return true
    }

    /// Waits for its end, or ends it and all of its group.
    ///
    /// - Parameters:
    ///   - seconds: its time.
    ///   - outputs: what it writes to.
    ///   - mostBytes: how much it may write to each of them.
    func end(within seconds: Int, outputs: [MemoryFile], mostBytes: Int) -> Ending {
        let loan = isOperators ? TerminalLoan() : nil
        loan?.lend(to: process)
        defer { loan?.takeBack() }
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(seconds)
        var wait = Duration.milliseconds(1)
        while true {
            var status: Int32 = 0
            let ended = unsafe waitpid(process, &status, WNOHANG | WUNTRACED)
            if ended < 0, errno != EINTR { return .status(127) }
            if ended == process {
                guard status & 0xFF == 0x7F else { return ending(status, isLent: loan != nil) }
                continueStopped(by: status >> 8 & 0xFF, loan)
            }
            let signal = PassedSignals.arrived
            if signal != 0 {
                endGroup(first: signal)
                return .interrupted(signal)
            }
            if outputs.contains(where: { $0.byteCount > mostBytes }) {
                // Where nothing more comes of it, it has its time: a trial has a server to end and a folder to remove.
                let areSealed = outputs.filter { $0.seal() }.count == outputs.count
                endGroup(first: areSealed ? SIGTERM : SIGKILL)
                return .tooMuchOutput
            }
            if clock.now >= deadline {
                endGroup(first: SIGTERM)
                return .timeOver
            }
            pause(wait)
            wait = min(wait * 2, .milliseconds(20))
        }
    }

    private func ending(_ status: Int32, isLent: Bool) -> Ending {
        let signal = status & 0x7F
        if isLent, signal == SIGINT || signal == SIGQUIT { return .interrupted(signal) }
        return .status(signal == 0 ? status >> 8 & 0xFF : 128 + signal)
    }

    /// Has a program go on that was stopped: at once if it asked for the terminal before it had it, else when this
    /// process goes on, which stops with it.
    private func continueStopped(by signal: Int32, _ loan: TerminalLoan?) {
        guard loan != nil else { return }
        if signal != SIGTTIN, signal != SIGTTOU {
            loan?.takeBack()
            raise(SIGSTOP)
        }
        loan?.lend(to: process)
        kill(-process, SIGCONT)
    }

    /// Ends all of its group: asked by a signal, after its time without asking.
    private func endGroup(first signal: Int32) {
        kill(-process, signal)
        kill(-process, SIGCONT)
        let deadline = Deadline(in: signal == SIGKILL ? .zero : patience)
        while !hasEnded, !deadline.isOver { pause(.milliseconds(10)) }
        // Before it is waited for: until then nobody else gets the number of its group.
        kill(-process, SIGKILL)
        for _ in 0..<100 {
            if waitpid(process, nil, WNOHANG) != 0 { return }
            pause(.milliseconds(10))
        }
    }

    /// Whether it has ended and waits to be waited for.
    private var hasEnded: Bool {
        var information = unsafe siginfo_t()
        let code = unsafe waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
        return unsafe code == 0 && information.si_signo == SIGCHLD
    }
}

/// `POSIX_SPAWN_SETSID`, which the C library shows to GNU programs only: a session, and with it a process group.
private let sessionOfItsOwn: Int16 = 0x80
