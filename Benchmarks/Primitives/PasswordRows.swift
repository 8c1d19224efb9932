import Benchmark
import BlockCiphers
import Crypto
import CryptoExtras
import Foundation
import KeyDerivation
import Measuring
import MessageDigests

func passwordRows() {
    let password = Array("correct horse battery staple".utf8)
    let salt = [UInt8](repeating: 7, count: 16)

    measure("HMAC-SHA-256 of 64 octets", by: .ours, batch: 10_000) {
        let code = HMAC<MessageDigests.SHA256>.code(for: password.span, key: salt.span)
        blackHole(code.count)
    }
    measure("HMAC-SHA-256 of 64 octets", by: .boringSSL, batch: 10_000) {
        blackHole(
            Crypto.HMAC<Crypto.SHA256>.authenticationCode(for: password, using: SymmetricKey(data: salt))
        )
    }

    measure("PBKDF2-HMAC-SHA-256, 4096 rounds", by: .ours, batch: 5) {
        let key = try PBKDF2<MessageDigests.SHA256>.deriveKey(
            password: password.span,
            salt: salt.span,
            iterationCount: 4096,
            byteCount: 32
        )
        blackHole(key.count)
    }
    measure("PBKDF2-HMAC-SHA-256, 4096 rounds", by: .boringSSL, batch: 5) {
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

    let plain = [UInt8](repeating: 0x61, count: 1 << 16)
    let iv = [UInt8](repeating: 9, count: 16)
    let key = [UInt8](repeating: 5, count: 32)
    measure("AES-256-CBC, 64 KiB enciphered", by: .ours, batch: 2) {
        let aes = try BlockCiphers.AES(key: key.span)
        blackHole(try CBC.encrypt(plain.span, key: aes, initializationVector: iv.span))
    }
    measure("AES-256-CBC, 64 KiB enciphered", by: .boringSSL, batch: 20) {
        blackHole(
            try Crypto.AES._CBC.encrypt(
                plain,
                using: SymmetricKey(data: key),
                iv: Crypto.AES._CBC.IV(ivBytes: iv)
            )
        )
    }
}
