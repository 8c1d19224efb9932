internal import DurableFiles
internal import Glibc
internal import NodePlatform
package import SecretMemory

/// A program to run, and its purpose.
package struct PlannedCommand: Sendable, Equatable {
    /// Whose command it is.
    package enum Origin: Sendable {
        /// One of this tool's own, which never needs the terminal.
        case ours
        /// One of this tool's own that runs as another user, who sees its environment and can take its open files.
        case anotherUsers
        /// One that the operator gave, such as a restart.
        case operators

        /// One of this tool's own behind the words that have it run as the server's user; without any, as the running
        /// one.
        static func behind(_ asServer: [String]) -> Origin { asServer.isEmpty ? .ours : .anotherUsers }
    }

    /// How much a command may take before it is ended.
    package struct Limits: Sendable, Equatable {
        /// The time from its start.
        package var seconds: Int
        /// The bytes that it writes to each of its streams.
        package var bytes = 16 << 20

        /// What a question to a server or a check of files may take.
        package static let question = Limits(seconds: 30)
        /// What a reload or a restart may take that the operator asks for.
        package static let service = Limits(seconds: 120)
    }

    /// What it is for, as an error says it; not yet made printable.
    package let purpose: String
    /// The program, looked up in `PATH`, and its arguments; never a secret.
    package let arguments: [String]
    /// Its standard input.
    package let input: SharedSecret?
    /// The password that libpq finds for every server, unless the program changes to another user first.
    package let password: SharedSecret?
    private let variables: [String]
    let origin: Origin
    private let limits: Limits

    /// A command.
    ///
    /// - Parameters:
    ///   - variables: what it has in its environment besides what is passed on, each `NAME=value`; never a secret.
    ///   - limits: what it may take; by default the usual of its origin.
    package init(
        purpose: String,
        arguments: [String],
        input: SharedSecret? = nil,
        password: SharedSecret? = nil,
        variables: [String] = [],
        origin: Origin = .ours,
        limits: Limits? = nil
    ) {
        self.purpose = purpose
        self.arguments = arguments
        self.input = input
        self.password = password
        self.variables = variables
        self.origin = origin
        self.limits = limits ?? (origin == .operators ? .service : .question)
    }

    /// The command as an operator would type it; of its standard input it shows only that there is some.
    package var shown: String {
        let words = arguments.map { Quoting.shellWord($0) }
        return words.joined(separator: " ") + (input == nil ? "" : " < (a secret)")
    }

    /// The result of a run.
    package struct Outcome: Sendable, Equatable {
        /// The exit status; 128 plus the signal's number if a signal ended the program.
        package let status: Int32
        /// What it wrote to its standard output; it may be a secret.
        package let content: SharedSecret
        /// What it wrote to its standard error.
        package let errors: String

        /// What it wrote to its standard output, if that is not secret.
        package var output: String { String(decoding: content.publicBytes, as: UTF8.self) }
    }

    /// Runs the program to its end.
    ///
    /// Its streams are files in memory, so neither side can block the other. It has a process group of its own, all of
    /// which is ended where it takes too long or writes too much. A signal that would end this process ends the program
    /// first; where it is held back, it is thrown as ``NodeEncryptionError/interrupted(_:)``.
    package func run() throws(NodeEncryptionError) -> Outcome {
        guard let program = arguments.first else { throw failure(127, "there is no program to run") }
        var streams = [try memoryFile(input), try memoryFile(nil), try memoryFile(nil)]
        var own = variables
        if let password {
            streams.append(try memoryFile(Self.passwordFile(password)))
            own.append("PGPASSFILE=/proc/self/fd/3")
        }
        let all = ChildEnvironment.variables(ChildEnvironment.own, replacedBy: own, for: origin)
        let outputs = Array(streams[1...2])
        PassedSignals.hold()
        var code: Int32 = 0
        let child = ChildProcess(
            program,
            arguments,
            streams: streams.map(\.descriptor),
            variables: all,
            isOperators: origin == .operators,
            isAnothers: origin == .anotherUsers,
            failure: &code
        )
        let ending = child?.end(within: limits.seconds, outputs: outputs, mostBytes: limits.bytes)
        if case .interrupted(let signal) = ending { PassedSignals.note(signal) }
        PassedSignals.release()
        for output in outputs { output.seal() }
        switch ending {
        case nil: throw failure(127, "cannot run \(program): \(SystemError(code: code).description)")
        case .status(let status):
            return Outcome(
                status: status,
                content: try content(streams[1]),
                errors: String(decoding: try content(streams[2]).publicBytes, as: UTF8.self)
            )
        case .timeOver: throw .timeOver(purpose: purpose, seconds: limits.seconds)
        case .tooMuchOutput: throw .tooMuchOutput(purpose: purpose, bytes: limits.bytes)
        // Whoever holds signals further out undoes first what was begun.
        case .interrupted(let signal): throw .interrupted(signal)
        }
    }

    /// Runs the program, and throws if it exits with a status other than 0.
    @discardableResult
    package func succeed() throws(NodeEncryptionError) -> Outcome {
        let outcome = try run()
        guard outcome.status == 0 else {
            throw failure(outcome.status, said(in: outcome))
        }
        return outcome
    }

    /// The first lines of what the program said, and of them no more than fits a line. A program that got a secret may
    /// quote it; such a line is left out.
    func said(in outcome: Outcome) -> String {
        let lines = outcome.errors.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { line in
            !line.isEmpty && (input == nil || !Self.quotes(line))
        }
        return Self.inOneLine(lines)
    }

    /// Why it failed: what it said, or that it said nothing.
    func reason(of outcome: Outcome) -> String {
        let said = said(in: outcome)
        return said.isEmpty ? "\(shown) ended with status \(outcome.status), and said nothing" : said
    }

    /// The first of some lines, and of them no more than fits a line.
    static func inOneLine(_ lines: [String]) -> String {
        let said = lines.prefix(3).joined(separator: "; ")
        guard said.utf8.count > mostSaid else { return said }
        return String(decoding: said.utf8.prefix(mostSaid), as: UTF8.self) + " ..."
    }

    /// The most bytes of an error that are shown.
    private static let mostSaid = 1_000

    /// Whether a line quotes a statement that stores a password.
    private static func quotes(_ line: String) -> Bool {
        line.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }.contains("password '".utf8)
    }

    private func failure(_ status: Int32, _ said: String) -> NodeEncryptionError {
        .commandFailed(purpose: purpose, status: status, said: said)
    }

    private func memoryFile(_ content: SharedSecret?) throws(NodeEncryptionError) -> MemoryFile {
        do throws(MemoryFileError) {
            return try MemoryFile(content)
        } catch {
            throw failure(error.code, SystemError(code: error.code).description)
        }
    }

    /// A line of libpq's password file that applies to every server (PostgreSQL manual, "The Password File").
    private static func passwordFile(_ password: SharedSecret) -> SharedSecret {
        var text = SecretText()
        text.append("*:*:*:*:")
        password.withSpan { span in
            for index in span.indices {
                if span[index] == UInt8(ascii: ":") || span[index] == UInt8(ascii: "\\") {
                    text.append(UInt8(ascii: "\\"))
                }
                text.append(span[index])
            }
        }
        text.append("\n")
        return SharedSecret(text.finish())
    }

    private func content(_ stream: MemoryFile) throws(NodeEncryptionError) -> SharedSecret {
        do throws(FileError) {
            return try stream.content(named: "the output of \(purpose)", limit: limits.bytes)
        } catch {
            throw .file(error)
        }
    }
}
