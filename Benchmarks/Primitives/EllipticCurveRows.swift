import Crypto
import EllipticCurves
import Measuring
import MessageDigests
import Sampling
import SecretMemory

private let message = Array("message".utf8)

func ellipticCurveRows(_ rows: inout Rows) {
    signatureRows(&rows, .p256, .sha256) { P256.Signing.PrivateKey() }
    signatureRows(&rows, .p384, .sha384) { P384.Signing.PrivateKey() }
    edwardsRows(&rows)
    agreementRows(&rows, .p256) { P256.KeyAgreement.PrivateKey() }
    agreementRows(&rows, .p384) { P384.KeyAgreement.PrivateKey() }
    montgomeryRows(&rows)
}

// MARK: Signatures

/// A key of ours on a curve and what it signed, for all samples of a row.
private final class Signer: Sendable {
    let key: ECDSA.PrivateKey
    let digest: DigestAlgorithm
    let signature: [UInt8]

    init(_ curve: NamedCurve, _ digest: DigestAlgorithm) throws {
        var random = OperatingSystemRandom()
        key = try ECDSA.PrivateKey(curve, using: &random)
        self.digest = digest
        signature = key.sign(message.span, digest: digest, using: &random)
    }

    func sign() -> [UInt8] {
        var random = OperatingSystemRandom()
        return key.sign(message.span, digest: digest, using: &random)
    }
}

/// What the keys of BoringSSL's curves have in common.
private protocol PeerKey: Sendable {
    func sign() throws -> [UInt8]
    func makeVerification() throws -> @Sendable () -> Bool
}

extension P256.Signing.PrivateKey: PeerKey {
    fileprivate func sign() throws -> [UInt8] { try [UInt8](signature(for: message).rawRepresentation) }

    fileprivate func makeVerification() throws -> @Sendable () -> Bool {
        let signature = try signature(for: message)
        let key = publicKey
        return { key.isValidSignature(signature, for: message) }
    }
}

extension P384.Signing.PrivateKey: PeerKey {
    fileprivate func sign() throws -> [UInt8] { try [UInt8](signature(for: message).rawRepresentation) }

    fileprivate func makeVerification() throws -> @Sendable () -> Bool {
        let signature = try signature(for: message)
        let key = publicKey
        return { key.isValidSignature(signature, for: message) }
    }
}

private func signatureRows(
    _ rows: inout Rows,
    _ curve: NamedCurve,
    _ digest: DigestAlgorithm,
    peer: @escaping @Sendable () -> some PeerKey
) {
    let ours = Lazy { try Signer(curve, digest) }
    let theirs = Lazy(peer)

    let generating = "Elliptic curves/\(curve), a key with its public key"
    rows.measure(generating, by: .ours, repetitions: 100) {
        var random = OperatingSystemRandom()
        let key = try ECDSA.PrivateKey(curve, using: &random)
        blackHole(key.publicKey)
    }
    rows.measure(generating, by: .boringSSL) { blackHole(peer()) }

    let making = "Elliptic curves/\(curve), a signature made"
    rows.measure(making, by: .ours, repetitions: 100) { blackHole(try ours.value().sign()) }
    rows.measure(making, by: .boringSSL) { blackHole(try theirs.value().sign()) }

    let verifying = "Elliptic curves/\(curve), a signature verified"
    rows.measure(verifying, by: .ours, repetitions: 100) {
        let signer = try ours.value()
        let signature = signer.signature
        let isValid = signer.key.publicKey.isValidSignature(
            signature.span,
            for: message.span,
            digest: digest
        )
        precondition(isValid)
    }
    let verification = Lazy { try theirs.value().makeVerification() }
    rows.measure(verifying, by: .boringSSL) {
        let isValid = try verification.value()()
        precondition(isValid)
    }
}

private func edwardsRows(_ rows: inout Rows) {
    // We make none: both verify what BoringSSL signed.
    let signed = Lazy {
        let key = Curve25519.Signing.PrivateKey()
        return (key: key.publicKey, signature: try [UInt8](key.signature(for: message)))
    }
    let ours = Lazy {
        let octets = try [UInt8](signed.value().key.rawRepresentation)
        return try Ed25519.PublicKey(octets.span)
    }
    let row = "Elliptic curves/Ed25519, a signature verified"
    rows.measure(row, by: .ours, repetitions: 100) {
        let signature = try signed.value().signature
        let isValid = try ours.value().isValidSignature(signature.span, for: message.span)
        precondition(isValid)
    }
    rows.measure(row, by: .boringSSL) {
        let (key, signature) = try signed.value()
        precondition(key.isValidSignature(signature, for: message))
    }
}

// MARK: Agreement

/// A key of ours and the public key that it agrees with.
private final class Party: Sendable {
    let key: ECDH.PrivateKey
    let other: [UInt8]

    init(_ curve: NamedCurve) throws {
        var random = OperatingSystemRandom()
        key = try ECDH.PrivateKey(curve, using: &random)
        other = try ECDH.PrivateKey(curve, using: &random).publicKey
    }
}

/// What the keys of BoringSSL's curves have in common.
private protocol PeerParty: Sendable {
    func agree(with other: [UInt8]) throws -> Crypto.SharedSecret
    var publicOctets: [UInt8] { get }
}

extension P256.KeyAgreement.PrivateKey: PeerParty {
    fileprivate var publicOctets: [UInt8] { [UInt8](publicKey.x963Representation) }

    fileprivate func agree(with other: [UInt8]) throws -> Crypto.SharedSecret {
        try sharedSecretFromKeyAgreement(with: P256.KeyAgreement.PublicKey(x963Representation: other))
    }
}

extension P384.KeyAgreement.PrivateKey: PeerParty {
    fileprivate var publicOctets: [UInt8] { [UInt8](publicKey.x963Representation) }

    fileprivate func agree(with other: [UInt8]) throws -> Crypto.SharedSecret {
        try sharedSecretFromKeyAgreement(with: P384.KeyAgreement.PublicKey(x963Representation: other))
    }
}

private func agreementRows(
    _ rows: inout Rows,
    _ curve: NamedCurve,
    peer: @escaping @Sendable () -> some PeerParty
) {
    let ours = Lazy { try Party(curve) }
    let theirs = Lazy { (key: peer(), other: peer().publicOctets) }
    let row = "Elliptic curves/\(curve), a secret of an agreement"
    // The other party's point is read and checked each time.
    rows.measure(row, by: .ours, repetitions: 100) {
        let party = try ours.value()
        let other = party.other
        blackHole(try party.key.sharedSecret(with: other.span).count)
    }
    rows.measure(row, by: .boringSSL) {
        let (key, other) = try theirs.value()
        blackHole(try key.agree(with: other))
    }
}

/// A key of ours and the public key that it agrees with.
private final class MontgomeryParty: Sendable {
    let key: X25519.PrivateKey
    let other: [UInt8]

    init() {
        var random = OperatingSystemRandom()
        key = X25519.PrivateKey(using: &random)
        other = X25519.PrivateKey(using: &random).publicKey
    }
}

private func montgomeryRows(_ rows: inout Rows) {
    let generating = "Elliptic curves/X25519, a key with its public key"
    rows.measure(generating, by: .ours, repetitions: 100) {
        var random = OperatingSystemRandom()
        blackHole(X25519.PrivateKey(using: &random).publicKey)
    }
    rows.measure(generating, by: .boringSSL) { blackHole(Curve25519.KeyAgreement.PrivateKey()) }

    let ours = Lazy { MontgomeryParty() }
    let theirs = Lazy {
        (key: Curve25519.KeyAgreement.PrivateKey(), other: Curve25519.KeyAgreement.PrivateKey().publicKey)
    }
    let row = "Elliptic curves/X25519, a secret of an agreement"
    rows.measure(row, by: .ours, repetitions: 100) {
        let party = try ours.value()
        let other = party.other
        blackHole(try party.key.sharedSecret(with: other.span).count)
    }
    rows.measure(row, by: .boringSSL) {
        let (key, other) = try theirs.value()
        blackHole(try key.sharedSecretFromKeyAgreement(with: other))
    }
}
