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
            if not; 64 or more if a file cannot be read.
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
            that covers it, as with libpq's sslcrl.
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
        try NodeOptions.requireValues([("--host", host)])
        var question = CertificateQuestion(roots: root, at: .now)
        question.lists = crl
        question.host = host
        question.isClient = client
        let answers = try question.answers(for: certificate)
        let text =
            json ? "\(JSONValue.array(answers.map(\.json)))\n" : answers.map(\.text).joined(separator: "\n")
        try StandardStream.output.write(text)
        if !answers.allSatisfy(\.isGood) { Glibc.exit(ExitStatus.failure.rawValue) }
    }
}

extension CertificateCheck {
    /// What an operator reads: the verdict, the way, the names, and what each kind of client decides.
    var text: String {
        var lines = [
            "\(printable(path)): \(isGood ? "good" : isValid ? "not good for all clients" : "not valid")"
        ]
        for (index, step) in steps.enumerated() {
            let word = index == 0 ? "certificate" : "issued by"
            lines.append("  \(word) \(step.subject), until \(step.notAfter)")
            lines += step.faults.map { "    \($0)" }
        }
        if otherWays > 0 { lines.append("  \(otherWays) other ways were tried, of which none is valid") }
        if !names.isEmpty { lines.append("  names: " + names.joined(separator: ", ")) }
        lines.append(daysLeft < 0 ? "  ended \(-daysLeft) days ago" : "  \(daysLeft) days left")
        for verdict in verdicts {
            lines.append("  \(verdict.client): \(verdict.reasons.isEmpty ? "accepts it" : "refuses it")")
            lines += verdict.reasons.map { "    \($0)" }
        }
        return lines.map { $0 + "\n" }.joined()
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
            "daysLeft": .integer(daysLeft),
            "clients": .array(
                verdicts.map { verdict in
                    [
                        "client": .string(verdict.client), "accepts": .boolean(verdict.reasons.isEmpty),
                        "reasons": .array(verdict.reasons.map(JSONValue.string)),
                    ]
                }
            ),
        ]
    }
}
