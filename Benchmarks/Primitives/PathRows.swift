import DERCoding
import EllipticCurves
import Foundation
import Measuring
import PKIX
import SecretMemory
import X509

/// A server's certificate below an intermediate authority and a root, all with keys on P-256.
struct ServerPath: Sendable {
    let root: PKIX.Certificate
    let intermediate: PKIX.Certificate
    let leaf: PKIX.Certificate

    static let host = "db.example.com"

    init() throws {
        var random = OperatingSystemRandom()
        let validity = PKIX.Validity(
            notBefore: DERTime(secondsSince1970: Int64(Date.now.timeIntervalSince1970) - 60),
            days: 365
        )
        func template(
            _ profile: CertificateProfile,
            _ name: String,
            _ names: [PKIX.GeneralName] = []
        ) throws -> CertificateTemplate {
            CertificateTemplate(
                profile: profile,
                subject: try PKIX.DistinguishedName([(.commonName, name)]),
                validity: validity,
                names: names
            )
        }
        let rootKey = try ECDSA.PrivateKey(.p256, using: &random)
        let intermediateKey = try ECDSA.PrivateKey(.p256, using: &random)
        let leafKey = try ECDSA.PrivateKey(.p256, using: &random)
        root = try template(.root(pathLength: nil), "root").selfSigned(by: rootKey, using: &random)
        let above = try PKIX.Issuer(root, key: rootKey)
        intermediate = try template(.intermediate(pathLength: 0), "intermediate")
            .issued(to: intermediateKey.publicKey.subjectPublicKeyInfo, by: above, using: &random)
        let issuer = try PKIX.Issuer(intermediate, key: intermediateKey)
        leaf = try template(.server, ServerPath.host, [.dnsName(ServerPath.host)])
            .issued(to: leafKey.publicKey.subjectPublicKeyInfo, by: issuer, using: &random)
    }
}

/// The row of a path that is built and validated; all read their certificates before.
///
/// - Returns: the path, for peers of other processes.
func pathRows(_ rows: inout Rows) throws -> ServerPath {
    let path = try ServerPath()
    let row = "Certificates/a server's path of three validated"
    let verifier = CertificateVerifier(
        anchors: [TrustAnchor(path.root)],
        intermediates: [path.intermediate]
    )
    let policy = ValidationPolicy.server(try .dns(ServerPath.host))
    rows.measure(row, by: .ours, repetitions: 10) {
        guard case .valid = verifier.validate(path.leaf, for: policy, at: .now) else { throw Refused() }
    }
    let (root, intermediate, leaf) = (
        try X509.Certificate(derEncoded: path.root.encoding),
        try X509.Certificate(derEncoded: path.intermediate.encoding),
        try X509.Certificate(derEncoded: path.leaf.encoding)
    )
    rows.measure(row, by: .swiftCertificates) {
        try finished {
            var verifier = Verifier(rootCertificates: CertificateStore([root])) {
                RFC5280Policy()
                ServerIdentityPolicy(serverHostname: ServerPath.host, serverIP: nil)
            }
            let result = await verifier.validate(leaf: leaf, intermediates: CertificateStore([intermediate]))
            guard case .validCertificate = result else { throw Refused() }
        }
    }
    return path
}

/// A contender refuses what all must accept.
private struct Refused: Error {}

/// Waits for what a peer does asynchronously. The wait takes microseconds of a row of hundreds.
private func finished(_ work: @escaping @Sendable () async throws -> Void) throws {
    let ending = DispatchSemaphore(value: 0)
    let outcome = Outcome()
    Task {
        do { try await work() } catch { outcome.error = error }
        ending.signal()
    }
    ending.wait()
    if let error = outcome.error { throw error }
}

/// What came of it; written before the semaphore is signalled, and read behind that.
private final class Outcome: @unchecked Sendable {
    var error: (any Error)?
}
