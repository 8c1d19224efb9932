/// Sees by strace which system calls of a program change files, and kills it before one of them.
public struct SystemCallTracer: Sendable {
    private static let strace = Program.find("strace")

    /// Whether strace is there and may trace.
    public static let isUsable = (try? strace?.run(["-o", "/dev/null", "true"]).status) == 0

    /// A system call that changes something.
    public struct Call: Sendable, CustomStringConvertible {
        /// Its name.
        public let name: String
        /// Which of the calls of that name it is in a run, from 1; of those that open a file in a folder, in that
        /// folder, since how many other files a run opens varies with what else there is on the host.
        public let number: Int
        /// The folder that a call opens a file in; `nil` of others, and of one whose name is random.
        public let folder: String?
        /// The call as strace tells it.
        public let description: String

        /// Whether two runs did the same here, whatever random names their files have.
        public func isSame(as other: Call) -> Bool {
            name == other.name && number == other.number && folder == other.folder
        }
    }

    /// What a killed run left.
    public struct Killed: Sendable {
        /// The calls of the run up to the one that it did not get to do.
        public let calls: [Call]
        /// Whether it was killed.
        public let wasKilled: Bool
    }

    /// Calls that change files, in all their forms; an architecture lacks some.
    private static let names = [
        "open", "openat", "openat2", "creat", "mkdir", "mkdirat", "mknod", "mknodat", "chown", "fchown",
        "lchown",
        "fchownat", "chmod", "fchmod", "fchmodat", "write", "writev", "pwrite64", "pwritev", "pwritev2",
        "sendfile",
        "copy_file_range", "fallocate", "truncate", "ftruncate", "fsync", "fdatasync", "sync_file_range",
        "rename",
        "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "rmdir",
        "setxattr", "fsetxattr",
    ]

    private let program: Program
    private let folder: String

    /// Traces a program; of its calls, those below `folder` count.
    public init(_ program: Program, changing folder: String) {
        self.program = program
        self.folder = folder
    }

    /// The calls of a whole run that change something below the folder, in their order.
    public func calls(_ arguments: [String]) throws -> [Call] {
        let (outcome, calls) = try trace([], arguments)
        guard outcome.status == 0 else { throw ServerNotStarted(log: outcome.errorText) }
        return calls
    }

    /// Runs the program, and kills it (SIGKILL) when it is about to do a call.
    public func run(_ arguments: [String], killedBefore call: Call) throws -> Killed {
        let injection = ["-e", "inject=\(call.name):signal=KILL:when=\(call.number)"]
        // What is counted are the calls that are traced.
        let place = call.folder.map { ["-P", $0] } ?? []
        let (outcome, calls) = try trace(place + injection, arguments)
        return Killed(calls: calls, wasKilled: outcome.status == -9)
    }

    /// Runs the program on a disk that is full from a call on: it fails, and all that follow of its name.
    public func run(_ arguments: [String], onDiskFullFrom call: Call) throws -> Program.Outcome {
        let injection = ["-e", "inject=\(call.name):error=ENOSPC:when=\(call.number)+"]
        return try trace(injection, arguments).0
    }

    private func trace(_ options: [String], _ arguments: [String]) throws -> (Program.Outcome, [Call]) {
        guard let strace = Self.strace else { throw ServerNotStarted(log: "strace is not installed") }
        let files = try TemporaryFolder()
        let names = Self.names.map { "?" + $0 }.joined(separator: ",")
        let outcome = try strace.run(
            ["-y", "-o", files.path("calls"), "-e", "trace=" + names] + options + [program.path] + arguments
        )
        return (outcome, parse(try files.text("calls")))
    }

    private func parse(_ text: String) -> [Call] {
        var numbers: [Substring: Int] = [:]
        var calls: [Call] = []
        for line in text.split(separator: "\n") {
            guard let parenthesis = line.firstIndex(of: "("), line.first?.isLetter == true else { continue }
            let name = line[..<parenthesis]
            let opens = name.hasPrefix("open")
            let place = opens ? Self.folder(ofOpening: line) : nil
            let key = name + (place.map { " " + $0 } ?? "")
            for counted in Set([name, key]) { numbers[counted, default: 0] += 1 }
            if line.contains(folder), !opens || line.contains("O_CREAT") || line.contains("O_TRUNC") {
                calls.append(
                    Call(
                        name: String(name),
                        number: numbers[key, default: 0],
                        folder: place.map(String.init),
                        description: String(line.prefix(600))
                    )
                )
            }
        }
        return calls
    }

    /// The folder whose descriptor a call is given, as in `openat(7</folder>, "name", ...`, by which strace chooses it,
    /// too; `nil` where it has none.
    private static func folder(ofOpening line: Substring) -> Substring? {
        let words = line.drop { $0 != "(" }.dropFirst()
        guard words.first?.isNumber == true, let start = words.firstIndex(of: "<"),
            let end = words[start...].firstIndex(of: ">")
        else { return nil }
        let folder = words[words.index(after: start)..<end]
        // One of a random name, which takes another's place in the end, is called otherwise in the next run.
        return folder.contains("/.pki-") ? nil : folder
    }
}
