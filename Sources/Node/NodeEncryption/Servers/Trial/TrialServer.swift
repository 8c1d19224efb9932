internal import DurableFiles
internal import Glibc
internal import SecretMemory

/// A server of the node's own program, on data of its own, started to see whether it takes the files of a node whose
/// server does not run.
///
/// The node's data are not touched: a start there would run recovery, archiving and workers. The trial has an empty
/// cluster of `initdb` in a folder of its own that only its user may enter, settings of the node only as
/// ``TrialSettings`` lists them, and a port of 127.0.0.1, of which
/// nobody is told before it listens. It is a standby that takes no sessions (`hot_standby`), so
/// that it goes through TLS with whoever connects, and lets nobody in.
///
/// A shell that runs as the server's user ends the server and removes the folder: when it is told to, on a signal, and
/// when this process is gone, however it ended, since its standard input ends with it.
struct TrialServer {
    /// What came of it.
    enum Outcome<Seen> {
        /// It started; what was seen of it.
        case up(Seen)
        /// It did not start, and would have without the node's files; the lines of its log.
        case refused([String])
        /// It could not be tried; why.
        case unable(String)
    }

    /// The words before a command that runs as the server's user.
    let asServer: [String]
    /// `initdb` of the server's version.
    let initializer: String
    /// `postgres`.
    let program: String

    /// The seconds from its beginning until it is up or not, of which 20 are for each of two starts.
    private static let startSeconds = 90

    /// The first version that has `standby.signal` (PostgreSQL 12, release notes).
    static let firstVersion = 12

    /// The commands as an operator would see them.
    var shownCommands: [String] {
        let data = "-D TEMPORARY/data"
        func shown(_ program: String) -> String {
            PlannedCommand(purpose: "", arguments: asServer + [program]).shown
        }
        return ["\(shown(initializer)) \(data)", "\(shown(program)) \(data) -c config_file=TEMPORARY/node"]
    }

    /// Starts it, looks at it if it is up, and takes it away.
    ///
    /// - Parameters:
    ///   - settings: lines of a configuration, each with its end.
    ///   - look: is given the port of 127.0.0.1.
    func run<Seen>(
        with settings: [UInt8],
        look: (_ port: Int) throws(NodeEncryptionError) -> Seen
    ) throws(NodeEncryptionError) -> Outcome<Seen> {
        let ports = LoopbackPort.free(Self.portCount)
        guard !ports.isEmpty else { return .unable("there is no free port on 127.0.0.1") }
        let output: MemoryFile
        let errors: MemoryFile
        do throws(MemoryFileError) {
            output = try MemoryFile(nil)
            errors = try MemoryFile(nil)
        } catch {
            return .unable(SystemError(code: error.code).description)
        }
        guard let line = LifeLine() else { return .unable(SystemError.last.description) }
        func isTooMuch() -> Bool { max(output.byteCount, errors.byteCount) > Self.mostBytes }
        PassedSignals.hold()
        var code: Int32 = 0
        let child = ChildProcess(
            (asServer + ["sh"])[0],
            asServer + ["sh", "-c", Self.script, "postgres-ssl", initializer, program],
            streams: [line.farEnd, output.descriptor, errors.descriptor],
            variables: ChildEnvironment.variables(
                ChildEnvironment.own,
                replacedBy: ["LC_ALL=C"],
                for: .behind(asServer)
            ),
            isOperators: false,
            isAnothers: !asServer.isEmpty,
            // It has a server to end and a folder to remove.
            patience: .seconds(5),
            failure: &code
        )
        line.closeFarEnd()
        var seen: Result<Seen, NodeEncryptionError>?
        var isInTime = false
        if let child {
            let list = ports.map { "\($0)" }.joined(separator: " ")
            line.send(Array("\(list)\n".utf8) + settings + Array(".\n".utf8))
            isInTime = child.wait(within: Self.startSeconds) { output.byteCount > 0 || isTooMuch() }
            if isInTime, let port = ports.first(where: { word(in: output) == "up \($0)" }) {
                // Whatever runs as the server's user can write there, and nothing is waited for any more.
                for stream in [output, errors] { stream.seal() }
                do throws(NodeEncryptionError) {
                    seen = .success(try look(port))
                } catch {
                    seen = .failure(error)
                }
            }
        }
        line.close()
        let ending = child?.end(within: 20, outputs: [output, errors], mostBytes: Self.mostBytes)
        if case .interrupted(let signal) = ending { PassedSignals.note(signal) }
        PassedSignals.release()
        if case .interrupted(let signal) = ending { throw .interrupted(signal) }
        if let seen { return .up(try seen.get()) }
        let lines = lines(of: errors)
        if child == nil { return .unable("cannot run sh: \(SystemError(code: code).description)") }
        if isInTime, word(in: output) == "refused" { return .refused(lines) }
        if ending == .tooMuchOutput {
            return .unable("its commands wrote more than \(Self.mostBytes) bytes to its streams")
        }
        let said = PlannedCommand.inOneLine(lines)
        return .unable(said.isEmpty ? "it did not come up in its time" : said)
    }

    /// How many ports it may try: another program may take one first.
    private static let portCount = 5

    /// The most bytes of each of its streams; the script writes fewer.
    private static let mostBytes = 1 << 20

    private func word(in output: MemoryFile) -> String {
        String(decoding: content(of: output), as: UTF8.self).trimmed
    }

    private func lines(of errors: MemoryFile) -> [String] {
        content(of: errors).split(separator: UInt8(ascii: "\n"))
            .map { String(decoding: $0, as: UTF8.self).trimmed }
            .filter { line in
                !line.isEmpty && !Self.usualWords.contains { line.utf8.starts(with: $0.utf8) }
            }
    }

    private func content(of file: MemoryFile) -> [UInt8] {
        (try? file.content(named: "the output of a trial", limit: Self.mostBytes))?.publicBytes ?? []
    }

    /// What the log of each start has.
    private static let usualWords = [
        "LOG:  starting PostgreSQL", "LOG:  listening on", "LOG:  database system",
        "WARNING:  specified neither",
        "HINT:  The database server will regularly poll",
    ]
}

/// A connection whose end tells the other side that this process wants no more, or is gone.
private final class LifeLine {
    private var own: Int32
    /// The end for the other side.
    private(set) var farEnd: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
        (own, farEnd) = (ends[0], ends[1])
    }

    deinit {
        close()
        closeFarEnd()
    }

    /// Sends what fits at once, which is far more than settings have: whoever does not read it does not start.
    func send(_ octets: [UInt8]) {
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        _ = unsafe octets.withUnsafeBytes { bytes in
            unsafe Glibc.send(own, bytes.baseAddress, bytes.count, flags)
        }
    }

    func close() {
        if own >= 0 { Glibc.close(own) }
        own = -1
    }

    func closeFarEnd() {
        if farEnd >= 0 { Glibc.close(farEnd) }
        farEnd = -1
    }
}

/// Ports of 127.0.0.1.
enum LoopbackPort {
    /// Ports that nobody listened on a moment ago; fewer where there are no more.
    static func free(_ count: Int) -> [Int] {
        let sockets = (0..<count).map { _ in
            Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        }
        defer { for socket in sockets where socket >= 0 { close(socket) } }
        return sockets.compactMap { $0 < 0 ? nil : bind($0) }
    }

    /// The port that a socket gets of the system.
    private static func bind(_ socket: Int32) -> Int? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutableBytes(of: &address) { bytes -> Int32 in
            guard let base = bytes.baseAddress else { return -1 }
            let generic = unsafe base.assumingMemoryBound(to: sockaddr.self)
            guard unsafe Glibc.bind(socket, generic, length) == 0 else { return -1 }
            return unsafe getsockname(socket, generic, &length)
        }
        return status == 0 ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }
}
