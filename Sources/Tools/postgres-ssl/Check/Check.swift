internal import ArgumentParser
internal import DERCoding
internal import Glibc
internal import NodeEncryption
internal import NodePlatform
internal import ServerProbe
internal import TextEncodings
internal import ToolParsing
internal import ToolSupport

/// `postgres-ssl check`.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Check certificates in files, or servers: the way to a root, names, days left, and what clients decide.",
        discussion: """
            A file holds a certificate, and behind it the authorities between it and its root, in PEM, or one \
            certificate in DER. A server is HOST or HOST:PORT, with an address of IPv6 in brackets before a port. It \
            is asked, by a bounded number of handshakes, for the versions, suites and groups that it takes, the \
            certificates that it sends, and what it asks of a user, at each address of the host, 8 at most. Nothing is \
            changed, no password is asked or sent, and no node is needed. What has a slash, is there, or ends as .crt \
            or .pem does is a file.

            The exit status is 0 if the way to a root is valid by RFC 5280 and every kind of client accepts it, of a \
            server also its handshake, at every address, and 1 if not, if a server does not answer, or if no root is \
            known to judge it by; 64 or more if a file cannot be read. The others are checked all the same.
            """
    )

    @Argument(help: "Files of certificates, or servers as HOST or HOST:PORT.", completion: .file())
    var certificate: [String]

    @Option(
        help: """
            A file of roots; may be given several times. Servers need none: without it, those of the node, of libpq \
            (~/.postgresql/root.crt) and of the system are tried.
            """,
        completion: .file()
    )
    var root: [String] = []

    @Option(
        help: "The host's name or address by which clients call the server, where that is not the one given."
    )
    var host: String?

    @Option(
        help: """
            A file of revocation lists; may be given several times. Every certificate on the way then needs a list \
            that covers it; to libpq (sslcrl, which is PEM alone) and PostgreSQL (ssl_crl_file) the root does, too.
            """,
        completion: .file()
    )
    var crl: [String] = []

    @Flag(help: "The certificates are of clients, which a PostgreSQL server verifies.")
    var client = false

    @Option(help: "Of servers: the user whose name is sent, to see what the server asks of him.")
    var user = "postgres"

    @Option(help: "Of servers: the seconds for each of them.")
    var timeout = 30

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard !client || host == nil else {
            throw ValidationError("--host is for servers' certificates; give it without --client")
        }
        guard (1...600).contains(timeout) else {
            throw ValidationError("--timeout is \(timeout); it must be a number of seconds from 1 to 600")
        }
        // The name ends with a zero byte in a message of the protocol.
        guard !user.utf8.contains(0), user.utf8.count <= 1_000 else {
            throw ValidationError("--user is no name of a user")
        }
    }

    func run() throws {
        try GivenValues.require([("--host", host), ("--user", user)])
        try GivenValues.require([("CERTIFICATE", certificate), ("--root", root), ("--crl", crl)])
        var subjects: [CheckSubject] = []
        for argument in certificate { subjects.append(try CheckSubject(argument, isThere: Self.isThere)) }
        try require(subjects)
        let answers: [CheckAnswer]
        do throws(NodeEncryptionError) {
            answers = try self.answers(to: subjects)
        } catch {
            if json { try StandardStream.output.write("\(JSONValue.array([error.json(of: nil)]))\n") }
            throw error
        }
        try StandardStream.output.write(json ? "\(JSONValue.array(answers.map(\.json)))\n" : text(answers))
        var status = ExitStatus.success
        for answer in answers {
            if let error = answer.error {
                PostgresSSL.say(error.description + answer.hint)
                if status.rawValue < error.exitStatus.rawValue { status = error.exitStatus }
            } else if !answer.isGood, status == .success {
                status = .failure
            }
        }
        if status != .success { Glibc.exit(status.rawValue) }
    }

    /// Files need roots, and clients' certificates are in files.
    private func require(_ subjects: [CheckSubject]) throws {
        for subject in subjects {
            switch subject {
            case .file(let path) where root.isEmpty:
                throw ValidationError(
                    "\(printable(path)) is looked for as a file, which needs --root FILE; a server is HOST[:PORT]"
                )
            case .server(let place) where client:
                throw ValidationError("--client is for certificates in files, and \(place) is a server")
            default: continue
            }
        }
    }

    /// Asks for each in its place: the files together, since one may hold what is missing in another.
    private func answers(to subjects: [CheckSubject]) throws(NodeEncryptionError) -> [CheckAnswer] {
        var question = CertificateQuestion(roots: root, at: .now)
        question.lists = crl
        question.host = host
        question.isClient = client
        var servers = ServerQuestion(question)
        servers.user = user
        servers.limit = .seconds(timeout)
        servers.home = (try? Environment.text("HOME")) ?? nil
        var files: [String] = []
        var places: [ServerPlace] = []
        for subject in subjects {
            switch subject {
            case .file(let path): files.append(path)
            case .server(let place): places.append(place)
            }
        }
        var ofFiles = (files.isEmpty ? [] : try question.answers(for: files)).makeIterator()
        var ofServers = (places.isEmpty ? [] : try servers.answers(for: places)).makeIterator()
        return zip(certificate, subjects).compactMap { argument, subject in
            switch subject {
            case .file(let path): ofFiles.next().map { .file(path, $0) }
            case .server(let place): ofServers.next().map { .server(place, argument, user: user, $0) }
            }
        }
    }

    private func text(_ answers: [CheckAnswer]) -> String {
        answers.compactMap(\.text).joined(separator: "\n")
    }

    private static func isThere(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}

/// The answer for one of the arguments.
enum CheckAnswer {
    case file(String, CertificateQuestion.Answer)
    /// A server, and the argument that named it.
    case server(ServerPlace, String, user: String, ServerQuestion.Answer)

    /// Why there is none.
    var error: NodeEncryptionError? {
        switch self {
        case .file(_, .failure(let error)), .server(_, _, _, .failure(let error)): error
        default: nil
        }
    }

    var isGood: Bool {
        switch self {
        case .file(_, let answer): (try? answer.get())?.isGood ?? false
        case .server(_, _, _, let answer): (try? answer.get())?.isGood ?? false
        }
    }

    var text: String? {
        switch self {
        case .file(_, let answer): (try? answer.get())?.text
        case .server(_, _, let user, let answer): (try? answer.get())?.text(user: user)
        }
    }

    var json: JSONValue {
        switch self {
        case .file(_, .success(let answer)): answer.json
        case .file(let path, .failure(let error)): error.json(of: path)
        case .server(_, _, let user, .success(let answer)): answer.json(user: user)
        case .server(let place, _, _, .failure(let error)):
            (["server": .string("\(place)")] as JSONValue).with(error.json)
        }
    }

    /// What else the argument may have meant.
    var hint: String {
        guard case .server(_, let argument, _, .failure(.probe(.notReached))) = self,
            !argument.utf8.contains(UInt8(ascii: ":"))
        else { return "" }
        return "; nor is there a file of that name"
    }
}

extension NodeEncryptionError {
    /// In the place of an answer: of a file, or of all of them.
    fileprivate func json(of path: String?) -> JSONValue {
        (["path": path.map(JSONValue.string) ?? .null] as JSONValue).with(json)
    }

    fileprivate var json: JSONValue {
        [
            "good": .boolean(false), "error": .string(description),
            "exitStatus": .integer(Int(exitStatus.rawValue)),
        ]
    }
}
