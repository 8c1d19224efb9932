import DERCoding
import PKIX
import TestSupport
import Testing

@testable import NodeEncryption

/// Certificates with every fault that clients find, and what clients' own programs say of them, once for all tests.
///
/// `certificates.py` makes them by Python's cryptography and by openssl, and says which faults it put there; `judge.py`
/// asks openssl and Python's TLS, and of psql, OpenJDK, pgjdbc, Go, rustls (by the Python package qh3) and
/// cryptography's verification those that are on the machine.
struct ClientJudgements {
    /// One verdict of one judge.
    struct Verdict {
        let host: String
        let judge: String
        let isGood: Bool
        let text: String
    }

    /// A server's certificate and the roots that clients have.
    struct Case {
        let name: String
        let chain: CertificateFile
        let roots: CertificateFile
        /// The kinds of faults that were put there.
        let faults: [String]
        let verdicts: [Verdict]

        /// What our own reading finds for a host.
        func findings(for host: String) throws -> [ClientFinding] {
            try view(for: host).findings
        }

        func view(for host: String) throws -> ClientView {
            let name = try #require(CalledName(typed: host, .variable))
            return ClientView(
                chain: chain,
                roots: roots,
                names: [name],
                now: .now
            )
        }
    }

    let folder: TemporaryFolder
    let cases: [Case]

    /// `nil` where Python's cryptography or openssl is missing.
    static let all: Result<ClientJudgements, any Error>? = {
        guard let python = Programs.python, Programs.openssl != nil,
            (try? python.run(["-c", "import cryptography.x509"]))?.status == 0
        else { return nil }
        return Result { try ClientJudgements(python) }
    }()

    private init(_ python: Program) throws {
        folder = try TemporaryFolder()
        let scripts = String(#filePath.utf8.dropLast("ClientJudgements.swift".utf8.count)) ?? ""
        let path = folder.path("cases")
        for arguments in [
            ["-W", "ignore", scripts + "certificates.py", path], [scripts + "judge.py", path],
        ] {
            let outcome = try python.run(arguments)
            guard outcome.status == 0 else { throw ServerNotStarted(log: outcome.errorText) }
            try folder.write(outcome.output, to: "verdicts")
        }
        var verdicts: [String: [Verdict]] = [:]
        for line in try folder.text("verdicts").split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false).map(
                String.init
            )
            guard parts.count == 4 else { throw ServerNotStarted(log: String(line)) }
            verdicts[parts[0], default: []].append(
                Verdict(host: parts[1], judge: parts[2], isGood: parts[3] == "ok", text: parts[3])
            )
        }
        let folder = folder
        cases = try folder.names(in: "cases").sorted().map { name in
            func file(_ place: String, _ name: String) throws -> CertificateFile {
                let text = try folder.read(place + name)
                return CertificateFile(name, pem: text.span)
            }
            let place = "cases/\(name)/"
            return Case(
                name: name,
                chain: try file(place, "chain.pem"),
                roots: try file(place, "roots.pem"),
                faults: try folder.text(place + "faults").split(separator: "\n").map(String.init),
                verdicts: verdicts[name] ?? []
            )
        }
    }
}

extension ClientFault.Kind {
    /// The name of the case.
    var name: String { String("\(Mirror(reflecting: self).children.first?.label ?? plainName)") }

    private var plainName: String {
        switch self {
        case .missing: "missing"
        case .noSignatures: "noSignatures"
        case .noAuthority: "noAuthority"
        case .constraintsNotUnderstood: "constraintsNotUnderstood"
        case .tooManyConstraints: "tooManyConstraints"
        case .tooManyIssuers: "tooManyIssuers"
        case .authorityAsServer: "authorityAsServer"
        case .noAlternativeName: "noAlternativeName"
        case .nullInCommonName: "nullInCommonName"
        default: "?"
        }
    }

    /// Whether it is about what follows a handshake, which no judge goes on to.
    var isOfLogins: Bool { name == "noBindingDigest" }

    /// Whether it is about how much is sent, which those who are asked for the path alone do not see.
    var isOfSending: Bool { ["tooManySent", "tooLongSent"].contains(name) }

    /// Whether it is about hosts' names, which openssl is not asked for.
    var isOfNames: Bool {
        ["noAlternativeName", "otherName", "addressAsName", "nullInCommonName"].contains(name)
    }
}
