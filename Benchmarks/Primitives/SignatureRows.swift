import Crypto
import CryptoExtras
import Measuring
import RSACryptography
import Sampling
import SecretMemory

private let message = Array("message".utf8)

/// A key of ours and what it signed, for all samples of a row.
private final class Signer: Sendable {
    let key: RSA.PrivateKey
    let signature: [UInt8]

    init(bitCount: Int) throws {
        var random = OperatingSystemRandom()
        key = try .generate(bitCount: bitCount, using: &random)
        signature = try key.sign(message.span, scheme: .pkcs1v15(.sha256), using: &random)
    }

    func sign() throws -> [UInt8] {
        var random = OperatingSystemRandom()
        return try key.sign(message.span, scheme: .pkcs1v15(.sha256), using: &random)
    }

    /// So many signatures under the one key, as a CA makes them that issues for a fleet.
    func sign(count: Int) throws -> [[UInt8]] {
        var random = OperatingSystemRandom()
        let messages = [[UInt8]](repeating: message, count: count)
        return try key.sign(messages, scheme: .pkcs1v15(.sha256), using: &random)
    }
}

/// The same of BoringSSL.
private struct PeerSigner: Sendable {
    let key: _RSA.Signing.PrivateKey
    let signature: _RSA.Signing.RSASignature

    init(bitCount: Int) throws {
        key = try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bitCount))
        signature = try key.signature(for: message, padding: .insecurePKCS1v1_5)
    }

    func sign() throws -> _RSA.Signing.RSASignature {
        try key.signature(for: message, padding: .insecurePKCS1v1_5)
    }
}

func signatureRows(_ rows: inout Rows) {
    for bitCount in [2048, 3072, 4096] {
        let ours = Lazy { try Signer(bitCount: bitCount) }
        let theirs = Lazy { try PeerSigner(bitCount: bitCount) }

        let making = "RSA signatures/made, \(bitCount) bits"
        rows.measure(making, by: .ours, repetitions: 10) { blackHole(try ours.value().sign()) }
        rows.measure(making, by: .boringSSL) { blackHole(try theirs.value().sign()) }

        let makingMany = "RSA signatures/64 under one key, \(bitCount) bits"
        rows.measure(makingMany, by: .ours, samples: 21) { blackHole(try ours.value().sign(count: 64)) }
        rows.measure(makingMany, by: .boringSSL) {
            for _ in 0..<64 { blackHole(try theirs.value().sign()) }
        }

        let verifying = "RSA signatures/verified, \(bitCount) bits"
        rows.measure(verifying, by: .ours, repetitions: 100) {
            let signer = try ours.value()
            let signature = signer.signature
            let isValid = signer.key.publicKey.isValidSignature(
                signature.span,
                for: message.span,
                scheme: .pkcs1v15(.sha256)
            )
            precondition(isValid)
        }
        rows.measure(verifying, by: .boringSSL) {
            let signer = try theirs.value()
            let isValid = signer.key.publicKey.isValidSignature(
                signer.signature,
                for: message,
                padding: .insecurePKCS1v1_5
            )
            precondition(isValid)
        }
    }
}
