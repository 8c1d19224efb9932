import BlockCiphers
import Crypto
import CryptoExtras
import Foundation
import Measuring
import Sampling

private let key = [UInt8](repeating: 5, count: 32)
private let iv = [UInt8](repeating: 9, count: 16)
private let nonce = [UInt8](repeating: 9, count: 12)
private let header = [UInt8](repeating: 3, count: 5)

/// The key schedule is part of it, as each entry of a `pool_passwd` has a key of its own.
func cipherRows(_ rows: inout Rows) {
    for (octets, repetitions) in [(64, 2000), (65_536, 10)] {
        let plain = [UInt8](repeating: 0x61, count: octets)
        let cipher = Lazy {
            let aes = try BlockCiphers.AES(key: key.span)
            return try CBC.encrypt(plain.span, key: aes, initializationVector: iv.span)
        }
        let enciphering = "Ciphers/AES-256-CBC, \(octets) octets enciphered"
        rows.measure(enciphering, by: .ours, repetitions: repetitions) {
            let aes = try BlockCiphers.AES(key: key.span)
            blackHole(try CBC.encrypt(plain.span, key: aes, initializationVector: iv.span))
        }
        rows.measure(enciphering, by: .boringSSL) {
            let vector = try Crypto.AES._CBC.IV(ivBytes: iv)
            blackHole(try Crypto.AES._CBC.encrypt(plain, using: SymmetricKey(data: key), iv: vector))
        }
        let deciphering = "Ciphers/AES-256-CBC, \(octets) octets deciphered"
        rows.measure(deciphering, by: .ours, repetitions: repetitions) {
            let aes = try BlockCiphers.AES(key: key.span)
            let octets = try cipher.value()
            let secret = try CBC.decrypt(octets.span, key: aes, initializationVector: iv.span)
            blackHole(secret.count)
        }
        rows.measure(deciphering, by: .boringSSL) {
            let vector = try Crypto.AES._CBC.IV(ivBytes: iv)
            blackHole(try Crypto.AES._CBC.decrypt(cipher.value(), using: SymmetricKey(data: key), iv: vector))
        }
    }
    for (octets, repetitions) in [(256, 2000), (16_384, 100)] {
        let plain = [UInt8](repeating: 0x61, count: octets)
        let sealed = Lazy {
            let gcm = GCM(key: try BlockCiphers.AES(key: key.span))
            return try gcm.seal(plain.span, nonce: nonce.span, authenticating: header.span)
        }
        let sealing = "Ciphers/AES-256-GCM, \(octets) octets sealed"
        rows.measure(sealing, by: .ours, repetitions: repetitions) {
            let gcm = GCM(key: try BlockCiphers.AES(key: key.span))
            blackHole(try gcm.seal(plain.span, nonce: nonce.span, authenticating: header.span))
        }
        rows.measure(sealing, by: .boringSSL) {
            let nonce = try Crypto.AES.GCM.Nonce(data: nonce)
            let key = SymmetricKey(data: key)
            blackHole(try Crypto.AES.GCM.seal(plain, using: key, nonce: nonce, authenticating: header))
        }
        let opening = "Ciphers/AES-256-GCM, \(octets) octets opened"
        rows.measure(opening, by: .ours, repetitions: repetitions) {
            let gcm = GCM(key: try BlockCiphers.AES(key: key.span))
            let octets = try sealed.value()
            let opened = try gcm.open(octets.span, nonce: nonce.span, authenticating: header.span)
            blackHole(opened.count)
        }
        rows.measure(opening, by: .boringSSL) {
            let box = try Crypto.AES.GCM.SealedBox(combined: nonce + sealed.value())
            blackHole(try Crypto.AES.GCM.open(box, using: SymmetricKey(data: key), authenticating: header))
        }
    }
}
