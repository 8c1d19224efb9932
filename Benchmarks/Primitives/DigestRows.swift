import Crypto
import Measuring
import MessageDigests
import Sampling

func digestRows(_ rows: inout Rows) {
    for (count, repetitions) in [(64, 20_000), (1024, 5_000), (16_384, 500), (1 << 20, 10)] {
        let message = [UInt8](repeating: 0x61, count: count)
        rows.measure("Digests and codes/SHA-256 of \(count) octets", by: .ours, repetitions: repetitions) {
            blackHole(MessageDigests.SHA256.hash(message.span))
        }
        rows.measure("Digests and codes/SHA-256 of \(count) octets", by: .boringSSL) {
            blackHole(Crypto.SHA256.hash(data: message))
        }
        rows.measure("Digests and codes/SHA-512 of \(count) octets", by: .ours, repetitions: repetitions) {
            blackHole(MessageDigests.SHA512.hash(message.span))
        }
        rows.measure("Digests and codes/SHA-512 of \(count) octets", by: .boringSSL) {
            blackHole(Crypto.SHA512.hash(data: message))
        }
    }
    codeRows(&rows)
}

private func codeRows(_ rows: inout Rows) {
    let key = [UInt8](repeating: 7, count: 16)
    for (count, repetitions) in [(64, 10_000), (1024, 5_000)] {
        let message = [UInt8](repeating: 0x61, count: count)
        rows.measure("Digests and codes/HMAC-SHA-256 of \(count) octets", by: .ours, repetitions: repetitions)
        {
            blackHole(HMAC<MessageDigests.SHA256>.code(for: message.span, key: key.span).count)
        }
        rows.measure("Digests and codes/HMAC-SHA-256 of \(count) octets", by: .boringSSL) {
            let key = SymmetricKey(data: key)
            blackHole(Crypto.HMAC<Crypto.SHA256>.authenticationCode(for: message, using: key))
        }
        rows.measure("Digests and codes/HMAC-SHA-512 of \(count) octets", by: .ours, repetitions: repetitions)
        {
            blackHole(HMAC<MessageDigests.SHA512>.code(for: message.span, key: key.span).count)
        }
        rows.measure("Digests and codes/HMAC-SHA-512 of \(count) octets", by: .boringSSL) {
            let key = SymmetricKey(data: key)
            blackHole(Crypto.HMAC<Crypto.SHA512>.authenticationCode(for: message, using: key))
        }
    }
}
