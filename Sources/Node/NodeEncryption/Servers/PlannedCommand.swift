internal import DurableFiles
internal import Glibc
internal import NodePlatform
package import SecretMemory
internal import TextEncodings

/// A program to run, and its purpose.
package struct PlannedCommand: Sendable, Equatable {
    /// What it is for, as an error says it; not yet made printable.
    package let purpose: String
    /// The program, looked up in `PATH`, and its arguments; never a secret.
    package let arguments: [String]
    /// Its standard input.
    package let input: SharedSecret?
    /// The password that libpq finds for every server, unless the program changes to another user first.
    package let password: SharedSecret?

    /// A command.
    package init(
        purpose: String,
        arguments: [String],
        input: SharedSecret? = nil,
        password: SharedSecret? = nil
    ) {
        self.purpose = purpose
        self.arguments = arguments
        self.input = input
        self.password = password
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
    /// Its streams are files in memory, so neither side can block the other.
    package func run() throws(NodeEncryptionError) -> Outcome {
        guard let program = arguments.first else { throw failure(127, "there is no program to run") }
        var streams: [Int32] = []
        defer { for stream in streams { close(stream) } }
        streams.append(try memoryFile(input))
        for _ in 0..<2 { streams.append(try memoryFile(nil)) }
        if let password { streams.append(try memoryFile(Self.passwordFile(password))) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in streams.enumerated() {
            unsafe _ = posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
        }
        var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { word in unsafe free(word) } }
        var process: pid_t = 0
        var variables = unsafe Self.variables(password == nil ? [] : ["PGPASSFILE=/proc/self/fd/3"])
        defer { unsafe variables.forEach { variable in unsafe free(variable) } }
        let code = ProcessProtection.withLimitsAtStart {
            unsafe posix_spawnp(&process, program, &actions, nil, &words, &variables)
        }
        guard code == 0 else { throw failure(127, "cannot run \(program): \(Self.message(code))") }
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw failure(errno, Self.message(errno)) }
        }
        let signal = status & 0x7F
        return Outcome(
            status: signal == 0 ? status >> 8 & 0xFF : 128 + signal,
            content: try content(streams[1]),
            errors: String(decoding: try content(streams[2]).publicBytes, as: UTF8.self)
        )
    }

    /// Runs the program, and throws if it exits with a status other than 0.
    @discardableResult
    package func succeed() throws(NodeEncryptionError) -> Outcome {
        let outcome = try run()
        guard outcome.status == 0 else {
            throw failure(outcome.status, said(in: outcome.errors))
        }
        return outcome
    }

    /// The first lines of what a program said. A program that got a secret may quote it; such a line is left out.
    private func said(in errors: String) -> String {
        let lines = errors.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { line in
            !line.isEmpty && (input == nil || !Self.quotes(line))
        }
        return lines.prefix(3).joined(separator: "; ")
    }

    /// Whether a line quotes a statement that stores a password.
    private static func quotes(_ line: String) -> Bool {
        let words = Array("password '".utf8)
        let bytes = line.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return bytes.indices.contains { bytes[$0...].starts(with: words) }
    }

    private func failure(_ status: Int32, _ said: String) -> NodeEncryptionError {
        .commandFailed(purpose: purpose, status: status, said: said)
    }

    /// A file in memory that no other program can open by name.
    private func memoryFile(_ content: SharedSecret?) throws(NodeEncryptionError) -> Int32 {
        var random = OperatingSystemRandom()
        let name = "/postgres-ssl-" + Hexadecimal.encode(random.bytes(count: 16).span)
        // Closed when the program begins, as the copies under its own numbers are not.
        let descriptor = unsafe shm_open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(errno, Self.message(errno)) }
        unsafe _ = shm_unlink(name)
        let isWritten = content.map { content in
            content.withSpan { span in
                unsafe span.withUnsafeBytes { bytes in
                    unsafe write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
                }
            }
        }
        guard isWritten != false, lseek(descriptor, 0, SEEK_SET) == 0 else {
            let code = errno
            close(descriptor)
            throw failure(code, Self.message(code))
        }
        return descriptor
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

    /// What the variables begin with that no program gets.
    private static let foreignPrefixes = ["PG", "PSQL", "KEY_PASS="]

    /// The environment of this process, with the variables in `own` replaced.
    ///
    /// Those that libpq and psql read are left out: they belong to whoever started the tool, and would lead a program
    /// to another server, as another user, or without TLS. So is the pass phrase of a cluster.
    private static func variables(_ own: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var all: [UnsafeMutablePointer<CChar>?] = unsafe []
        var next = unsafe environ
        while let variable = unsafe next.pointee {
            let isForeign = foreignPrefixes.contains { prefix in
                unsafe strncmp(variable, prefix, prefix.utf8.count) == 0
            }
            if !isForeign { unsafe all.append(strdup(variable)) }
            unsafe next += 1
        }
        for variable in own { unsafe all.append(strdup(variable)) }
        return unsafe all + [nil]
    }

    /// The content of a stream in memory.
    private func content(_ descriptor: Int32) throws(NodeEncryptionError) -> SharedSecret {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure(errno, Self.message(errno)) }
        do throws(FileError) {
            return SharedSecret(
                try SecretReading.descriptor(
                    descriptor,
                    named: "the output of \(purpose)",
                    limit: Self.mostBytes
                )
            )
        } catch {
            throw .file(error)
        }
    }

    /// The most bytes of a stream.
    private static let mostBytes = 16 << 20

    private static func message(_ code: Int32) -> String { SystemError(code: code).description }
}
