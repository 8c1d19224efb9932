import Crypto
import CryptoExtras
import Foundation
import Measuring
import MessageDigests
import SCRAMAuthentication
import Sampling
import SecretMemory

func passwordRows(_ rows: inout Rows) {
    let password = Array("correct horse battery staple".utf8)
    let salt = [UInt8](repeating: 7, count: 16)

    rows.measure("Passwords/PBKDF2-HMAC-SHA-256, 4096 rounds", by: .ours, repetitions: 5) {
        let key = try PBKDF2<MessageDigests.SHA256>.deriveKey(
            password: password.span,
            salt: salt.span,
            iterationCount: 4096,
            byteCount: 32
        )
        blackHole(key.count)
    }
    rows.measure("Passwords/PBKDF2-HMAC-SHA-256, 4096 rounds", by: .boringSSL) {
        blackHole(
            try KDF.Insecure.PBKDF2.deriveKey(
                from: password,
                salt: salt,
                using: .sha256,
                outputByteCount: 32,
                unsafeUncheckedRounds: 4096
            )
        )
    }

    rows.measure("Passwords/one SCRAM secret", by: .ours, repetitions: 5) {
        let secret = try SCRAMSecret(password: password.span, salt: salt.span)
        blackHole(secret.text().count)
    }
    rows.measure("Passwords/one SCRAM secret", by: .boringSSL) {
        blackHole(try boringSSLSecret(password, salt))
    }

    // As many passwords as a large database has, each with its own salt.
    rows.measure("Passwords/ten thousand SCRAM secrets", by: .ours, samples: 5) {
        var random = OperatingSystemRandom()
        var batch = try SCRAMSecret.Batch(capacity: 10_000)
        for _ in 0..<10_000 { try batch.append(password: password.span, using: &random) }
        batch.makeSecrets { secret in blackHole(secret.text().count) }
    }
    rows.measure("Passwords/ten thousand SCRAM secrets", by: .boringSSL) {
        var random = OperatingSystemRandom()
        for _ in 0..<10_000 { blackHole(try boringSSLSecret(password, random.bytes(count: 16))) }
    }
}

/// What PostgreSQL stores of a password (RFC 5802, section 3), by BoringSSL.
private func boringSSLSecret(_ password: [UInt8], _ salt: [UInt8]) throws -> String {
    let salted = try KDF.Insecure.PBKDF2.deriveKey(
        from: password,
        salt: salt,
        using: .sha256,
        outputByteCount: 32,
        unsafeUncheckedRounds: 4096
    )
    let clientKey = Crypto.HMAC<Crypto.SHA256>.authenticationCode(
        for: Array("Client Key".utf8),
        using: salted
    )
    let storedKey = Crypto.SHA256.hash(data: Data(clientKey))
    let serverKey = Crypto.HMAC<Crypto.SHA256>.authenticationCode(
        for: Array("Server Key".utf8),
        using: salted
    )
    let keys = [Data(salt), Data(storedKey), Data(serverKey)].map { $0.base64EncodedString() }
    return "SCRAM-SHA-256$4096:\(keys[0])$\(keys[1]):\(keys[2])"
}
