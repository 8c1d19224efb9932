import DERCoding
import EllipticCurves
import SecretMemory
import TestSupport

@testable import PKIX

/// A name and a key on P-256, which signs whatever it is told to: what no issuer of the product would.
final class Authority: @unchecked Sendable {
    static let now = Issuance.now
    static let year = Validity(notBefore: now.advanced(bySeconds: -86_400), days: 365)

    let name: DistinguishedName
    private let key: SharedKey<ECDSA.PrivateKey>
    private var random: SeededRandom

    init(_ commonName: String, seed: UInt64? = nil) throws {
        try name = DistinguishedName(commonName: commonName)
        random = SeededRandom(seed: seed ?? commonName.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        key = SharedKey(try ECDSA.PrivateKey(.p256, using: &random))
    }

    private init(_ name: DistinguishedName, _ key: SharedKey<ECDSA.PrivateKey>) {
        self.name = name
        self.key = key
        random = SeededRandom(seed: 77)
    }

    /// The same key under another's name.
    func named(_ name: DistinguishedName) -> Authority { Authority(name, key) }

    /// Another key of the same name.
    func rolledOver(seed: UInt64) throws -> Authority {
        try Authority(name.commonName ?? "", seed: seed)
    }

    var publicKey: SubjectPublicKeyInfo { key.publicKeyInfo }

    static func extensions(
        isAuthority: Bool,
        pathLength: Int? = nil,
        usage: KeyUsage = [.keyCertSign, .crlSign],
        more: [CertificateExtension] = []
    ) -> [CertificateExtension] {
        isAuthority
            ? [
                CertificateExtension(BasicConstraints.authority(pathLength: pathLength), isCritical: true),
                CertificateExtension(usage, isCritical: true),
            ] + more
            : more
    }

    /// A certificate of a subject's name and key.
    func certificate(
        of subject: DistinguishedName,
        key subjectKey: SubjectPublicKeyInfo,
        validity: Validity = year,
        _ extensions: [CertificateExtension]
    ) throws -> Certificate {
        let algorithm = SignatureAlgorithm.ecdsa(.sha256)
        let contents = TBSCertificate(
            version: .v3,
            serialNumber: SerialNumber(using: &random),
            signature: algorithm.identifier,
            issuer: name,
            validity: validity,
            subject: subject,
            subjectPublicKeyInfo: subjectKey,
            extensions: try Extensions(extensions)
        )
        return try Certificate(issued: contents.signed(by: key, algorithm: algorithm, using: &random))
    }

    /// A certificate of another authority, or of this one itself.
    func certificate(
        of other: Authority,
        pathLength: Int? = nil,
        usage: KeyUsage = [.keyCertSign, .crlSign],
        validity: Validity = year,
        _ more: [CertificateExtension] = []
    ) throws -> Certificate {
        try certificate(
            of: other.name,
            key: other.publicKey,
            validity: validity,
            Authority.extensions(isAuthority: true, pathLength: pathLength, usage: usage, more: more)
        )
    }

    /// A certificate of a server called `db.example.com`, unless other names are given.
    func server(
        _ names: [GeneralName] = [.dnsName("db.example.com")],
        validity: Validity = year,
        _ more: [CertificateExtension] = []
    ) throws -> Certificate {
        try certificate(
            of: DistinguishedName(commonName: "server"),
            key: Issuance.leafKey.publicKeyInfo,
            validity: validity,
            [CertificateExtension(SubjectAlternativeName(names), isCritical: false)] + more
        )
    }

    /// A list.
    func list(
        _ entries: [RevokedCertificate],
        number: UInt64 = 1,
        from start: DERTime = now,
        days: Int64 = 7,
        isNumberCritical: Bool = false,
        _ more: [CertificateExtension] = []
    ) throws -> CertificateList {
        let algorithm = SignatureAlgorithm.ecdsa(.sha256)
        let contents = try TBSCertList(
            isVersion2: true,
            signature: algorithm.identifier,
            issuer: name,
            thisUpdate: start,
            nextUpdate: start.advanced(bySeconds: days * 86_400),
            entries: entries,
            extensions: [CertificateExtension(ListNumber(number), isCritical: isNumberCritical)] + more
        )
        let octets = try contents.signed(by: key, algorithm: algorithm, using: &random)
        return CertificateList(signed: try Signed(der: octets.span))
    }
}

extension CertificateVerifier {
    init(_ root: Certificate, _ intermediates: [Certificate] = [], lists: [CertificateList] = []) {
        self.init(anchors: [TrustAnchor(root)], intermediates: intermediates, lists: lists)
    }

    /// The faults of all paths that failed, each once; empty where one is valid.
    func faults(
        of certificate: Certificate,
        for policy: ValidationPolicy = ValidationPolicy(),
        at time: DERTime = Authority.now
    ) -> [ValidationFault] {
        guard case .invalid(let failures) = validate(certificate, for: policy, at: time) else { return [] }
        var faults: [ValidationFault] = []
        for fault in failures.flatMap(\.faults) where !faults.contains(fault.fault) {
            faults.append(fault.fault)
        }
        return faults
    }
}
