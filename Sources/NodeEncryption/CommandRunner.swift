internal import Glibc
internal import SecretMemory
internal import TextEncodings

/// A program to run, and what for.
public struct PlannedCommand: Sendable, Equatable {
    /// What it is for, as an error names it.
    public let purpose: String
    /// The program, looked up in `PATH`, and its arguments; never a secret.
    public let arguments: [String]
    /// What it gets on its standard input.
    public let input: FileContent?

    /// A command.
    public init(purpose: String, arguments: [String], input: FileContent? = nil) {
        self.purpose = purpose
        self.arguments = arguments
        self.input = input
    }

    /// The command as an operator would type it; of what it gets on its standard input, that there is something.
    public var shown: String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,@%+")
        let words = arguments.map { word in
            !word.isEmpty && word.allSatisfy(plain.contains)
                ? word
                : "'"
                    + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
                    + "'"
        }
        return words.joined(separator: " ") + (input == nil ? "" : " < (a secret)")
    }

    /// What a run of a program left.
    public struct Outcome: Sendable, Equatable {
        /// The exit status; 128 and the signal's number where one ended it.
        public let status: Int32
        /// What it wrote to its standard output.
        public let output: String
        /// What it wrote to its standard error.
        public let errors: String
    }

    /// Runs the program to its end.
    ///
    /// Its streams are files in memory, so that neither side can wait for the other.
    public func run() throws(NodeEncryptionError) -> Outcome {
        guard let program = arguments.first else { throw failure(127, "there is no program to run") }
        let streams = try (0..<3).map { _ throws(NodeEncryptionError) in try memoryFile() }
        defer { for stream in streams { close(stream) } }
        if let input {
            let isWritten = input.withSpan { span in
                unsafe span.withUnsafeBytes { bytes in
                    unsafe write(streams[0], bytes.baseAddress, bytes.count) == bytes.count
                }
            }
            guard isWritten, lseek(streams[0], 0, SEEK_SET) == 0 else { throw failure(errno, "its input") }
        }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in streams.enumerated() {
            unsafe _ = posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
        }
        var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { word in unsafe free(word) } }
        var process: pid_t = 0
        let code = unsafe posix_spawnp(&process, program, &actions, nil, &words, environ)
        guard code == 0 else { throw failure(127, "\(program) cannot be run: \(Self.message(code))") }
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw failure(errno, Self.message(errno)) }
        }
        let signal = status & 0x7F
        return Outcome(
            status: signal == 0 ? status >> 8 & 0xFF : 128 + signal,
            output: Self.content(streams[1]),
            errors: Self.content(streams[2])
        )
    }

    /// Runs the program, and throws where it ends with another status than 0.
    @discardableResult
    public func succeed() throws(NodeEncryptionError) -> Outcome {
        let outcome = try run()
        guard outcome.status == 0 else {
            let lines = outcome.errors.split(whereSeparator: \.isNewline)
            throw failure(outcome.status, lines.prefix(3).joined(separator: "; "))
        }
        return outcome
    }

    private func failure(_ status: Int32, _ said: String) -> NodeEncryptionError {
        .commandFailed(purpose: purpose, status: status, said: said)
    }

    private func memoryFile() throws(NodeEncryptionError) -> Int32 {
        var random = OperatingSystemRandom()
        let name = "/postgres-ssl-" + Hexadecimal.encode(random.bytes(count: 16).span)
        // Closed when the program begins, as the copies under 0, 1 and 2 are not.
        let descriptor = unsafe shm_open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(errno, Self.message(errno)) }
        unsafe _ = shm_unlink(name)
        return descriptor
    }

    private static func content(_ descriptor: Int32) -> String {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { return "" }
        var octets: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while octets.count < 16 << 20 {
            let count = unsafe part.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor, buffer.baseAddress, buffer.count)
            }
            guard count > 0 else { break }
            octets += part[..<count]
        }
        return String(decoding: octets, as: UTF8.self)
    }

    private static func message(_ code: Int32) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
