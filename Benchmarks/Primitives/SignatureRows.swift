import Benchmark
import Crypto
import CryptoExtras
import Measuring
import RSACryptography
import SecretMemory

/// A key for all samples of a row; the harness copies the closures that share it.
private final class Key: Sendable {
    let key: RSA.PrivateKey

    init(bitCount: Int) throws {
        var random = OperatingSystemRandom()
        key = try .generate(bitCount: bitCount, using: &random)
    }

    func sign(_ message: [UInt8]) throws -> [UInt8] {
        var random = OperatingSystemRandom()
        return try key.sign(message.span, scheme: .pkcs1v15(.sha256), using: &random)
    }
}

func signatureRows() throws {
    let message = Array("message".utf8)
    for bitCount in [2048, 3072, 4096] {
        let ours = try Key(bitCount: bitCount)
        let theirs = try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bitCount))
        let ourSignature = try ours.sign(message)
        let theirSignature = try theirs.signature(for: message, padding: .insecurePKCS1v1_5)

        measure("RSA-\(bitCount) signature", by: .ours, batch: 10) {
            blackHole(try ours.sign(message))
        }
        measure("RSA-\(bitCount) signature", by: .boringSSL, batch: 10) {
            blackHole(try theirs.signature(for: message, padding: .insecurePKCS1v1_5))
        }
        let publicKey = ours.key.publicKey
        measure("RSA-\(bitCount) verification", by: .ours, batch: 100) {
            let isValid = publicKey.isValidSignature(
                ourSignature.span,
                for: message.span,
                scheme: .pkcs1v15(.sha256)
            )
            precondition(isValid)
        }
        let theirPublicKey = theirs.publicKey
        measure("RSA-\(bitCount) verification", by: .boringSSL, batch: 100) {
            precondition(
                theirPublicKey.isValidSignature(theirSignature, for: message, padding: .insecurePKCS1v1_5)
            )
        }
    }
}
