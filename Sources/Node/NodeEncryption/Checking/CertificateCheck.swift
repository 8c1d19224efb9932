package import DERCoding
internal import NodePlatform
internal import PKIX
internal import TextEncodings

/// What is asked of certificates in files: whether those who verify find a way from each to a root.
package struct CertificateQuestion: Sendable {
    /// The files of the roots.
    package var roots: [String]
    /// The files of lists of revoked certificates; where there is one, every certificate of a path needs a list, as
    /// libpq has it (`sslcrl`).
    package var lists: [String] = []
    /// The host's name or address by which clients call the server.
    package var host: String?
    /// Whether the certificate is a client's, which the server verifies.
    package var isClient = false
    /// The time.
    package var now: DERTime

    /// Makes a question.
    package init(roots: [String], at now: DERTime) {
        self.roots = roots
        self.now = now
    }
}

/// The answer for one certificate: the way that was gone, and who goes it.
package struct CertificateCheck: Sendable {
    /// A certificate of the way.
    package struct Step: Sendable {
        /// The subject, fit for a terminal.
        package let subject: String
        /// When it ends.
        package let notAfter: DERTime
        /// What is wrong with it by the standard, each a predicate.
        package let faults: [String]
    }

    /// What a kind of client makes of it.
    package struct Verdict: Sendable {
        /// Which kind.
        package let client: String
        /// Why it refuses; empty where it does not.
        package let reasons: [String]
        /// What could not be verified here, so that nobody knows whether it accepts it.
        package let doubts: [String]

        /// Whether it accepts it; `nil` where nobody knows.
        package var accepts: Bool? { reasons.isEmpty ? doubts.isEmpty ? true : nil : false }
    }

    /// The file.
    package let path: String
    /// The names beside the subject, fit for a terminal.
    package let names: [String]
    /// The way from the certificate to a root, or the most promising one of those that fail.
    package let steps: [Step]
    /// How many other ways were tried, where none is good.
    package let otherWays: Int
    /// Whether the way is good by the standard.
    package let isValid: Bool
    /// What each kind of client makes of it, or the server of a client's.
    package internal(set) var verdicts: [Verdict]
    /// What the operator should know of how the certificates stand in the file: each a sentence, fit for a terminal.
    package let remarks: [String]
    /// Whether a server that has the file loads it: the certificate that is its own stands first.
    package let isLoadable: Bool
    /// How many whole days the first of the certificates to end is valid from now on; negative where it has ended.
    package let daysLeft: Int

    /// Whether the way is good by the standard and for every kind of client.
    package var isGood: Bool { isValid && isLoadable && verdicts.allSatisfy { $0.accepts ?? false } }
}

extension CertificateQuestion {
    /// The answer for the certificate of a file, with the authorities behind it; or why the file cannot be read.
    package typealias Answer = Result<CertificateCheck, NodeEncryptionError>

    /// The answers for some files, in their order.
    ///
    /// - Throws: where a file of roots or lists is missing, or does not hold what it should.
    package func answers(for paths: [String]) throws(NodeEncryptionError) -> [Answer] {
        let material = try material()
        let files = paths.map { path in
            Result { () throws(NodeEncryptionError) in
                CertificateFile(path, try CheckedFiles.certificates(path))
            }
        }
        let read = files.compactMap { try? $0.get() }
        return files.map { file in file.map { answer($0, material, besides: read) } }
    }

    /// What the files of a question hold, and the host's name.
    struct Material {
        var roots: CertificateFile
        let lists: [CertificateList]
        var host: CalledName?
    }

    /// Reads what is the same for all answers.
    func material() throws(NodeEncryptionError) -> Material {
        let host = try host.map { text throws(NodeEncryptionError) in try Self.name(text) }
        var certificates: [Certificate] = []
        for path in roots { certificates += try CheckedFiles.certificates(path) }
        var lists: [CertificateList] = []
        for path in self.lists { lists += try CheckedFiles.lists(path) }
        return Material(roots: CertificateFile(roots.first ?? "", certificates), lists: lists, host: host)
    }

    /// The answer for the certificates of a file, or those that a server sent.
    func answer(
        _ chain: CertificateFile,
        _ material: Material,
        besides others: [CertificateFile]
    ) -> CertificateCheck {
        let (roots, lists, host) = (material.roots, material.lists, material.host)
        let leaf = chain.certificates[0]
        let verifier = CertificateVerifier(
            anchors: roots.certificates.map { TrustAnchor($0) },
            intermediates: chain.certificates,
            lists: lists
        )
        let result = verifier.validate(leaf, for: policy(host?.name, hasLists: !lists.isEmpty), at: now)
        let way: (certificates: [Certificate], faults: [FailedPath.LocatedFault], others: Int)
        switch result {
        case .valid(let path): way = (path.certificates + root(path.anchor, path.certificates), [], 0)
        case .invalid(let failures):
            let first = failures[0]
            let anchor = first.anchor.map { root($0, first.certificates) } ?? []
            way = (first.certificates + anchor, first.faults, failures.count - 1)
        }
        // Where no root is known, that it leads to none is no news.
        let isUnjudged = roots.certificates.isEmpty
        let steps = way.certificates.enumerated().map { position, certificate in
            CertificateCheck.Step(
                subject: certificate.subject.isEmpty ? "(no subject)" : "\(certificate.subject)",
                notAfter: certificate.validity.notAfter,
                faults: way.faults.filter { $0.position == position && !(isUnjudged && $0.fault.isOfRoots) }
                    .map { "\($0.fault)" }
            )
        }
        let byOpenSSL = RevocationVerdicts(chain, roots, lists, isClient: isClient, at: now)
        let end = way.certificates.map(\.validity.notAfter.secondsSince1970).min() ?? 0
        let (days, rest) = (end - now.secondsSince1970).quotientAndRemainder(dividingBy: 86_400)
        let order = ChainOrder(of: chain, way: way.certificates, besides: others, isClient: isClient)
        return CertificateCheck(
            path: chain.path,
            names: leaf.names.map { "\($0)" },
            steps: steps,
            otherWays: way.others,
            isValid: result.isValid,
            verdicts: (isClient ? serversVerdict(chain, roots) : clientsVerdicts(chain, roots, host)).map {
                CertificateCheck.Verdict(
                    client: $0.client,
                    reasons: $0.reasons + byOpenSSL.reasons(of: $0.client),
                    doubts: $0.doubts
                )
            },
            remarks: order.remarks + [byOpenSSL.remark].compactMap(\.self),
            isLoadable: order.isLoadable,
            daysLeft: Int(rest < 0 ? days - 1 : days)
        )
    }

    private func policy(_ host: GeneralName?, hasLists: Bool) -> ValidationPolicy {
        var policy: ValidationPolicy
        if isClient {
            policy = .client
        } else if let host {
            policy = .server(host)
        } else {
            policy = .server(.dnsName(""))
            policy.name = nil
        }
        policy.revocation = hasLists ? .required : .ignored
        return policy
    }

    /// The root's certificate, unless the way has it already.
    private func root(_ anchor: TrustAnchor, _ path: [Certificate]) -> [Certificate] {
        anchor.certificate.map { path.contains($0) ? [] : [$0] } ?? []
    }

    // MARK: Verdicts

    private func clientsVerdicts(
        _ chain: CertificateFile,
        _ roots: CertificateFile,
        _ host: CalledName?
    ) -> [CertificateCheck.Verdict] {
        var view = ClientView(chain: chain, roots: roots, now: now)
        if let host { view.names = [host] }
        // Of many roots, those that cannot be read here are none on the way.
        func isOfWay(_ found: PathFaults.Found) -> Bool {
            if case .partlyUnread = found.fault.kind { found.fault.path == chain.path } else { true }
        }
        let findings = view.findings.filter { !roots.certificates.isEmpty || $0.fault.path != roots.path }
        return VerifyingClient.allCases.map { client in
            func faults(ofSome: Bool) -> [String] {
                findings.filter { $0.clients.contains(client) && $0.fault.isOfSome == ofSome }
                    .map { printable("\($0.fault)") }
            }
            return CertificateCheck.Verdict(
                client: client.description,
                reasons: faults(ofSome: false),
                doubts: faults(ofSome: true)
                    + Self.doubts(findings.map { ($0.fault, $0.clients) }.filter(isOfWay), of: client)
            )
        }
    }

    /// A server verifies clients by OpenSSL.
    private func serversVerdict(_ chain: CertificateFile, _ roots: CertificateFile) -> [CertificateCheck
        .Verdict]
    {
        guard let search = ClientPaths(chain, to: roots, at: now) else { return [] }
        var faults = ClientView.faults(search, for: .client, of: [.libpq], at: now)
        if chain.certificates[0].hasNullInCommonName {
            faults.append((ClientFault(.nullInCommonName, chain.path), [.libpq]))
        }
        return [
            CertificateCheck.Verdict(
                client: "PostgreSQL",
                reasons: faults.filter { !$0.clients.isEmpty }.map { printable("\($0.fault)") },
                doubts: Self.doubts(faults, of: .libpq)
            )
        ]
    }

    private static func doubts(_ faults: [PathFaults.Found], of client: VerifyingClient) -> [String] {
        faults.filter { $0.fault.isOfNobody && !$0.clients.contains(client) }.map { printable("\($0.fault)") }
    }

    private static func name(_ text: String) throws(NodeEncryptionError) -> CalledName {
        guard let name = CalledName(typed: text, .option) else {
            throw .invalidOption("--host is \"\(printable(text))\"; it must be a host's name or an address")
        }
        return name
    }
}

extension ValidationFault {
    /// Whether it is that a way leads to no root.
    fileprivate var isOfRoots: Bool {
        switch self {
        case .issuerNotFound, .issuersFormLoop: true
        default: false
        }
    }
}
