import Glibc

/// A program of this machine, for tests that ask an independent one or run our own.
public struct Program: Sendable {
    /// Where it stands.
    public let path: String

    /// The program at a path, whether it exists or not.
    public init(path: String) {
        self.path = path
    }

    /// The program of that name in the folders of `PATH`, in those where administrators' tools stand, or in
    /// `folders`; nil where there is none.
    public static func find(_ name: String, in folders: [String] = []) -> Program? {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let all = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"] + folders
        return all.lazy.map { Program(path: $0 + "/" + name) }.first { access($0.path, X_OK) == 0 }
    }

    /// What a run left behind.
    public struct Outcome: Sendable {
        /// The exit status, or the negated number of the signal that ended it.
        public let status: Int32
        /// What it wrote to its standard output.
        public let output: [UInt8]
        /// What it wrote to its standard error.
        public let errors: [UInt8]

        /// The standard output as text.
        public var text: String { String(decoding: output, as: UTF8.self) }
        /// The standard error as text.
        public var errorText: String { String(decoding: errors, as: UTF8.self) }
    }

    /// Runs it to its end, with `input` on its standard input; `environment` is added to ours, and an empty value
    /// takes a variable away.
    public func run(
        _ arguments: [String] = [],
        input: [UInt8] = [],
        environment: [String: String] = [:],
        folder: String? = nil
    ) throws -> Outcome {
        try run(
            octets: arguments.map { Array($0.utf8) },
            input: input,
            environment: environment,
            folder: folder
        )
    }

    /// Runs it to its end, with arguments that need not be UTF-8.
    public func run(
        octets arguments: [[UInt8]],
        input: [UInt8] = [],
        environment: [String: String] = [:],
        folder: String? = nil
    ) throws -> Outcome {
        let files = try TemporaryFolder()
        try files.write(input, to: "input")
        let process = try start(
            octets: arguments,
            input: files.path("input"),
            output: files.path("output"),
            errors: files.path("errors"),
            environment: environment,
            folder: folder
        )
        return Outcome(
            status: process.wait(),
            output: try files.read("output"),
            errors: try files.read("errors")
        )
    }

    /// Starts it with its standard streams on files; what it writes replaces what was there.
    public func start(
        octets arguments: [[UInt8]],
        input: String = "/dev/null",
        output: String = "/dev/null",
        errors: String = "/dev/null",
        environment: [String: String] = [:],
        folder: String? = nil
    ) throws -> RunningProgram {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)

        // GNU's env changes to the folder and becomes the program, under the same process number.
        let prefix = folder.map { ["/usr/bin/env", "-C", $0].map { Array($0.utf8) } } ?? []
        let argv = (prefix + [Array(path.utf8)] + arguments).map(cString) + [nil]
        let envp = Self.environment(adding: environment).map { cString(Array($0.utf8)) } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var process: pid_t = 0
        // The threads that tests run on block most signals, and a run in the background ignores interrupts; neither is
        // for the program to inherit.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let failure = posix_spawn(&process, argv[0]!, &actions, &attributes, argv, envp)
        guard failure == 0 else { throw ProgramNotStarted(path: path, errno: failure) }
        return RunningProgram(process: process)
    }

    private static func environment(adding changes: [String: String]) -> [String] {
        var all: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if changes[String(text.prefix { $0 != "=" })] == nil { all.append(text) }
            next += 1
        }
        return all + changes.filter { !$0.value.isEmpty }.map { $0.key + "=" + $0.value }
    }

    private func cString(_ octets: [UInt8]) -> UnsafeMutablePointer<CChar>? {
        strdup((octets + [0]).map { CChar(bitPattern: $0) })
    }
}

/// A program that was started and not yet waited for.
public struct RunningProgram: Sendable {
    /// Its process.
    public let process: pid_t

    /// Sends it a signal.
    public func signal(_ number: Int32) {
        kill(process, number)
    }

    /// Whether it has ended, and waits to be waited for.
    public var hasEnded: Bool {
        var information = siginfo_t()
        return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0
            && information.si_signo == SIGCHLD
    }

    /// Waits for its end: the exit status, or the negated number of the signal that ended it. What takes longer than
    /// ten minutes, as no run here does, hangs; it is killed, so that its test fails and the others go on.
    public func wait() -> Int32 {
        let end = ContinuousClock.now + .seconds(600)
        var pause: UInt32 = 50
        var status: Int32 = 0
        while case let ended = waitpid(process, &status, WNOHANG), ended == 0 || ended < 0 && errno == EINTR {
            if ContinuousClock.now >= end { signal(SIGKILL) }
            usleep(pause)
            pause = min(pause * 3 / 2, 5_000)
        }
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : -signal
    }
}

/// The program could not be started.
public struct ProgramNotStarted: Error {
    /// The program.
    public let path: String
    /// What the system gave as the reason.
    public let errno: Int32
}
