internal import ArgumentParser
internal import DERCoding
internal import Glibc
internal import NodeEncryption
internal import NodePlatform
internal import TextEncodings
internal import ToolSupport

/// `postgres-ssl check`.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Check certificates in files: the way to a root, names, days left, and what clients decide.",
        discussion: """
            Each file holds a certificate, and behind it the authorities between it and its root, in PEM, or one \
            certificate in DER. Nothing is changed and no node is needed.

            The exit status is 0 if the way to a root is valid by RFC 5280 and every kind of client accepts it, and 1 \
            if not; 64 or more if a file cannot be read. The other files are checked all the same.
            """
    )

    @Argument(help: "The files of the certificates.", completion: .file())
    var certificate: [String]

    @Option(help: "A file of roots; may be given several times.", completion: .file())
    var root: [String]

    @Option(help: "The host's name or address by which clients call the server.")
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

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard !root.isEmpty else { throw ValidationError("Missing expected argument '--root <root>'") }
        guard !client || host == nil else {
            throw ValidationError("--host is for servers' certificates; give it without --client")
        }
    }

    func run() throws {
        try GivenValues.require([("--host", host)])
        try GivenValues.require([("CERTIFICATE", certificate), ("--root", root), ("--crl", crl)])
        var question = CertificateQuestion(roots: root, at: .now)
        question.lists = crl
        question.host = host
        question.isClient = client
        let answers: [CertificateQuestion.Answer]
        do throws(NodeEncryptionError) {
            answers = try question.answers(for: certificate)
        } catch {
            if json { try StandardStream.output.write("\(JSONValue.array([error.json(of: nil)]))\n") }
            throw error
        }
        try StandardStream.output.write(json ? jsonText(answers) : text(answers))
        var status = ExitStatus.success
        for answer in answers {
            switch answer {
            case .success(let answer) where answer.isGood: continue
            case .success: if status == .success { status = .failure }
            case .failure(let error):
                PostgresSSL.say(error.description)
                if status.rawValue < error.exitStatus.rawValue { status = error.exitStatus }
            }
        }
        if status != .success { Glibc.exit(status.rawValue) }
    }

    private func text(_ answers: [CertificateQuestion.Answer]) -> String {
        answers.compactMap { try? $0.get().text }.joined(separator: "\n")
    }

    private func jsonText(_ answers: [CertificateQuestion.Answer]) -> String {
        let values = zip(certificate, answers).map { path, answer in
            switch answer {
            case .success(let answer): answer.json
            case .failure(let error): error.json(of: path)
            }
        }
        return "\(JSONValue.array(values))\n"
    }
}

extension NodeEncryptionError {
    /// In the place of an answer: of a file, or of all of them.
    fileprivate func json(of path: String?) -> JSONValue {
        [
            "path": path.map(JSONValue.string) ?? .null, "good": .boolean(false),
            "error": .string(description),
            "exitStatus": .integer(Int(exitStatus.rawValue)),
        ]
    }
}

extension CertificateCheck {
    /// What an operator reads: the verdict, the way, the names, and what each kind of client decides.
    var text: String {
        var lines = [
            "\(printable(path)): \(isGood ? "good" : isValid && isLoadable ? "not good for all clients" : "not valid")"
        ]
        for (index, step) in steps.enumerated() {
            let word = index == 0 ? "certificate" : "issued by"
            lines.append("  \(word) \(step.subject), until \(step.notAfter)")
            lines += step.faults.map { "    \($0)" }
        }
        lines += remarks.map { "  note: \($0)" }
        if otherWays > 0 { lines.append("  \(otherWays) other ways were tried, of which none is valid") }
        if !names.isEmpty { lines.append("  names: " + names.joined(separator: ", ")) }
        lines.append(daysLeft < 0 ? "  ended \(-daysLeft) days ago" : "  \(daysLeft) days left")
        lines += verdictLines
        return lines.map { $0 + "\n" }.joined()
    }

    /// Who accepts it, and each reason of those who refuse it, once for all whose reason it is.
    private var verdictLines: [String] {
        let accepting = verdicts.filter { $0.accepts == true }.map(\.client)
        var lines: [String] = []
        if !accepting.isEmpty {
            lines.append("  \(accepting.joined(separator: ", ")) accept\(accepting.count == 1 ? "s" : "") it")
        }
        func add(_ reasons: (CertificateCheck.Verdict) -> [String], _ one: String, _ several: String) {
            var said: Set<String> = []
            for reason in verdicts.flatMap(reasons) where said.insert(reason).inserted {
                let clients = verdicts.filter { reasons($0).contains(reason) }.map(\.client)
                let verb = clients.count == 1 ? one : several
                lines.append("  \(clients.joined(separator: ", ")) \(verb) it: \(reason)")
            }
        }
        add({ $0.accepts == nil ? $0.doubts : [] }, "may accept", "may accept")
        add(\.reasons, "refuses", "refuse")
        return lines
    }

    /// All of it.
    var json: JSONValue {
        [
            "path": .string(path), "good": .boolean(isGood), "valid": .boolean(isValid),
            "way": .array(
                steps.map { step in
                    [
                        "subject": .string(step.subject), "notAfter": .string("\(step.notAfter)"),
                        "faults": .array(step.faults.map(JSONValue.string)),
                    ]
                }
            ),
            "otherWays": .integer(otherWays), "names": .array(names.map(JSONValue.string)),
            "remarks": .array(remarks.map(JSONValue.string)), "daysLeft": .integer(daysLeft),
            "clients": .array(
                verdicts.map { verdict in
                    [
                        "client": .string(verdict.client),
                        "accepts": verdict.accepts.map(JSONValue.boolean) ?? .null,
                        "reasons": .array((verdict.reasons + verdict.doubts).map(JSONValue.string)),
                    ]
                }
            ),
        ]
    }
}
