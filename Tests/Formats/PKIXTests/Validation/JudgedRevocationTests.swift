import DERCoding
import Foundation
import TestSupport
import Testing

@testable import PKIX

/// Lists of revoked certificates that are drawn at random, each with a deviation here and there, and judged by openssl,
/// which is given them as libpq and PostgreSQL give them.
@Suite(
    "openssl judges lists of revoked certificates",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct JudgedRevocationTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let count = environment["REVOCATION_DRAWS"].flatMap { Int($0) } ?? 200
    private static let seed = environment["REVOCATION_SEED"].flatMap { UInt64($0) } ?? 1

    @Test("it and the rule of libpq and PostgreSQL find the same first, whatever lists there are")
    func rule() throws {
        let program = try #require(Programs.openssl)
        let folder = try TemporaryFolder()
        let paths = try RevocablePath.all()
        var found: [String: Int] = [:]
        for index in 0..<Self.count {
            var drawn = try DrawnLists(seed: Self.seed &* 1_000_003 &+ UInt64(index))
            let (path, lists) = try drawn.lists(for: paths)
            try folder.write(path[0].pemText, to: "leaf")
            try folder.write(path.dropFirst().dropLast().map(\.pemText).joined(), to: "others")
            // As in X509_STORE_load_locations, lists and roots are of one store.
            try folder.write(
                path[path.count - 1].pemText + lists.map(\.pemText).joined(),
                to: "roots"
            )
            var arguments = [
                "verify", "-attime", String(Authority.now.secondsSince1970), "-CAfile", "roots",
                "-no-CApath", "-no-CAstore", "-crl_check", "-crl_check_all",
            ]
            if path.count > 2 { arguments += ["-untrusted", "others"] }
            let outcome = try program.run(arguments + ["leaf"], folder: folder.path)
            // Where time alone is wrong, openssl goes on; libpq ends at the first.
            let line = (outcome.text + outcome.errorText).split(separator: "\n").map(String.init).first {
                $0.hasPrefix("error ") && $0.contains(" lookup:")
            }
            let fault = OpenSSLRevocation(lists).fault(of: path, at: Authority.now)
            let codes = fault.map { located in
                Self.codes(of: located.fault).map { "error \($0) at \(located.position) depth lookup" }
            }
            let words = line.flatMap { $0.split(separator: ":").first.map(String.init) }
            #expect(
                codes.map { $0.contains(words ?? "") } ?? (words == nil && outcome.status == 0),
                "\(index) \(drawn.words): \(String(describing: fault)); \(line ?? outcome.text)"
            )
            found[words.map { String($0.prefix(9)) } ?? "", default: 0] += 1
            // What RFC 5280 has is the same in each order.
            let answers = [lists, lists.reversed()].map { Self.isValid(path, $0) }
            #expect(answers[0] == answers[1], "\(index) \(drawn.words)")
        }
        // As many of each kind as make the comparison worth something.
        #expect(found["", default: 0] > Self.count / 10, "\(found)")
        #expect(found.count > 7, "\(found)")
    }

    private static func isValid(_ path: [Certificate], _ lists: [CertificateList]) -> Bool {
        var policy = ValidationPolicy()
        policy.revocation = .required
        let others = Array(path.dropFirst().dropLast())
        return CertificateVerifier(path[path.count - 1], others, lists: lists)
            .faults(of: path[0], for: policy).isEmpty
    }

    /// `X509_V_ERR_…` of `x509_vfy.h`.
    private static func codes(of fault: ValidationFault) -> [Int] {
        switch fault {
        case .revoked: [23]
        case .revocationUnknown(.noList), .revocationUnknown(.reasonsNotCovered): [3]
        case .revocationUnknown(.listNotSigned): [8, 35]
        case .revocationUnknown(.listNotYetValid): [11]
        case .revocationUnknown(.listExpired): [12]
        case .revocationUnknown(.unknownCriticalExtension): [36]
        // Of a list that adds to another, openssl finds no more reasons, and says that there is no list.
        case .revocationUnknown(.otherScope): [44, 3]
        default: []
        }
    }
}

/// A path, and who signed its certificates.
struct RevocablePath {
    /// From the server up.
    let certificates: [Certificate]
    /// Whose lists it needs: of the server's issuer first, and of the root at last.
    let issuers: [Authority]

    /// A server below the root, below an authority between, below another key of the root, and below a root that may
    /// not sign lists, each with several distribution points.
    static func all() throws -> [RevocablePath] {
        let root = try Authority("root")
        let middle = try Authority("middle")
        let second = try root.rolledOver(seed: 41)
        func identifier(of issuer: Authority) -> CertificateExtension {
            let octets = SubjectKeyIdentifier(of: issuer.publicKey).octets
            return CertificateExtension(AuthorityKeyIdentifier(keyIdentifier: octets), isCritical: false)
        }
        func identifiers(_ authority: Authority, by issuer: Authority) -> [CertificateExtension] {
            let own = SubjectKeyIdentifier(of: authority.publicKey)
            return [CertificateExtension(own, isCritical: false), identifier(of: issuer)]
        }
        let own = try root.certificate(of: root, identifiers(root, by: root))
        let mute = try root.certificate(of: root, usage: .keyCertSign, identifiers(root, by: root))
        let between = try root.certificate(of: middle, identifiers(middle, by: root))
        let link = try root.certificate(of: second, identifiers(second, by: root))
        let names = [GeneralName.dnsName("db.example.com")]
        return try points(root.name, try DistinguishedName(commonName: "other")).flatMap { point in
            [
                RevocablePath(certificates: [try root.server(names, point), own], issuers: [root]),
                RevocablePath(
                    certificates: [try middle.server(names, point), between, own],
                    issuers: [middle, root]
                ),
                RevocablePath(
                    certificates: [try second.server(names, point + [identifier(of: second)]), link, own],
                    issuers: [second, root]
                ),
                RevocablePath(certificates: [try root.server(names, point), mute], issuers: [root]),
            ]
        }
    }

    private static func points(
        _ issuer: DistinguishedName,
        _ other: DistinguishedName
    ) -> [[CertificateExtension]] {
        func point(_ reasons: UInt32? = nil, _ signer: DistinguishedName? = nil) -> [CertificateExtension] {
            let contents = DERWriter.octets { writer in
                writer.sequence { writer in
                    writer.sequence { writer in
                        DrawnLists.place.write(to: &writer, .constructedField(0))
                        if let reasons { writer.namedBits(reasons, .field(1)) }
                        if let signer {
                            GeneralName.write([.directoryName(signer)], to: &writer, .constructedField(2))
                        }
                    }
                }
            }
            let identifier = CRLDistributionPoints.identifier
            return [CertificateExtension(identifier: identifier, isCritical: false, contents: contents)]
        }
        return [[], [], point(), point(0b10), point(nil, issuer), point(nil, other)]
    }
}

/// Lists that are drawn for a path.
struct DrawnLists {
    /// Where lists are by the certificates.
    static let place = DistributionPoint.Name.full([.uniformResourceIdentifier("http://a/1")])

    private enum Deviation: CaseIterable {
        case revokes, holds, removes, revokesAll, removesAll
        case early, late, over, ofLater, otherKey, otherName
        case noIdentifier, otherIdentifier, otherNumber, onlyIssuer, onlyOtherIssuer
        case users, authorities, attributes, someReasons, indirect, place, otherPlace, relative
        case delta, unknownCritical, criticalNumber
    }

    private var random: SeededRandom
    /// What deviates, list by list.
    private(set) var words: [String] = []

    /// Who issued the certificate of each authority, and somebody else.
    private let rootName: DistinguishedName
    private let otherName: DistinguishedName

    init(seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        rootName = try DistinguishedName(commonName: "root")
        otherName = try DistinguishedName(commonName: "other")
    }

    private mutating func draw(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

    mutating func lists(for paths: [RevocablePath]) throws -> ([Certificate], [CertificateList]) {
        let path = paths[draw(paths.count)]
        var lists: [CertificateList] = []
        for issuer in path.issuers {
            for _ in 0..<(1 + draw(3)) {
                var deviations: Set<Deviation> = []
                for _ in 0..<draw(3) { deviations.insert(Deviation.allCases[draw(Deviation.allCases.count)]) }
                words.append("\(deviations)")
                lists.insert(try list(of: issuer, path, deviations), at: draw(lists.count + 1))
            }
        }
        return (path.certificates, lists)
    }

    private mutating func list(
        of issuer: Authority,
        _ path: RevocablePath,
        _ deviations: Set<Deviation>
    ) throws -> CertificateList {
        func has(_ deviation: Deviation) -> Bool { deviations.contains(deviation) }
        let revoked =
            has(.revokesAll) || has(.removesAll) ? path.certificates : Array(path.certificates.prefix(1))
        let isListed = !deviations.isDisjoint(with: [.revokes, .holds, .removes, .revokesAll, .removesAll])
        let reason: RevocationReason? =
            has(.removes) || has(.removesAll) ? .removeFromList : has(.holds) ? .certificateHold : nil
        let hours: Int64 = has(.over) ? -24 * 9 : has(.ofLater) ? 1 : has(.early) ? -48 : has(.late) ? 0 : -1
        var signer = issuer
        if has(.otherKey) { signer = try issuer.rolledOver(seed: 43) }
        if has(.otherName) { signer = issuer.named(otherName) }
        var more = scope(of: signer, deviations) + identifier(of: issuer, deviations)
        if has(.delta) {
            more.append(
                CertificateExtension(
                    identifier: ObjectIdentifier(2, 5, 29, 27),
                    isCritical: true,
                    contents: DERWriter.octets { $0.integer(1) }
                )
            )
        }
        if has(.unknownCritical) {
            let identifier = ObjectIdentifier(1, 2, 3)
            more.append(CertificateExtension(identifier: identifier, isCritical: true, contents: [5, 0]))
        }
        return try signer.list(
            isListed
                ? revoked.map { RevokedCertificate($0.serialNumber, at: Authority.now, reason: reason) } : [],
            number: UInt64(1 + draw(3)),
            from: Authority.now.advanced(bySeconds: hours * 3_600),
            isNumberCritical: has(.criticalNumber),
            more
        )
    }

    private func scope(of issuer: Authority, _ deviations: Set<Deviation>) -> [CertificateExtension] {
        let flags: [Deviation] = [.users, .authorities, .attributes]
        let flag = flags.firstIndex { deviations.contains($0) }
        var name: DistributionPoint.Name?
        if deviations.contains(.place) { name = Self.place }
        if deviations.contains(.otherPlace) { name = .full([.uniformResourceIdentifier("http://a/2")]) }
        if deviations.contains(.relative), let level = issuer.name.relativeNames.first {
            name = .relativeToIssuer(level)
        }
        let hasReasons = deviations.contains(.someReasons)
        let isIndirect = deviations.contains(.indirect)
        guard name != nil || flag != nil || hasReasons || isIndirect else { return [] }
        let contents = DERWriter.octets { writer in
            writer.sequence { writer in
                name?.write(to: &writer, .constructedField(0))
                if flag == 0 { writer.boolean(true, .field(1)) }
                if flag == 1 { writer.boolean(true, .field(2)) }
                if hasReasons { writer.namedBits(0b10, .field(3)) }
                if isIndirect { writer.boolean(true, .field(4)) }
                if flag == 2 { writer.boolean(true, .field(5)) }
            }
        }
        let identifier = IssuingDistributionPoint.identifier
        return [CertificateExtension(identifier: identifier, isCritical: true, contents: contents)]
    }

    private func identifier(of issuer: Authority, _ deviations: Set<Deviation>) -> [CertificateExtension] {
        let own = SubjectKeyIdentifier(of: issuer.publicKey).octets
        let contents: [UInt8]
        if deviations.contains(.noIdentifier) {
            return []
        } else if deviations.contains(.otherIdentifier) {
            contents = DERWriter.octets { AuthorityKeyIdentifier(keyIdentifier: [1, 2]).write(to: &$0) }
        } else if !deviations.isDisjoint(with: [.otherNumber, .onlyIssuer, .onlyOtherIssuer]) {
            let name = deviations.contains(.onlyOtherIssuer) ? otherName : rootName
            contents = DERWriter.octets { writer in
                writer.sequence { writer in
                    GeneralName.write([.directoryName(name)], to: &writer, .constructedField(1))
                    if deviations.contains(.otherNumber) { writer.integer(5, .field(2)) }
                }
            }
        } else {
            contents = DERWriter.octets { AuthorityKeyIdentifier(keyIdentifier: own).write(to: &$0) }
        }
        let identifier = AuthorityKeyIdentifier.identifier
        return [CertificateExtension(identifier: identifier, isCritical: false, contents: contents)]
    }
}
