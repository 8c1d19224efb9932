import Benchmark
import Crypto
import Measuring
import MessageDigests
import Sampling

func digestRows() {
    for (count, batch) in [(64, 20_000), (1024, 5_000), (16_384, 500), (1 << 20, 10)] {
        let message = [UInt8](repeating: 0x61, count: count)
        measure("Digests and codes/SHA-256 of \(count) octets", by: .ours, batch: batch) {
            blackHole(MessageDigests.SHA256.hash(message.span))
        }
        measure("Digests and codes/SHA-256 of \(count) octets", by: .boringSSL, batch: batch) {
            blackHole(Crypto.SHA256.hash(data: message))
        }
        measure("Digests and codes/SHA-512 of \(count) octets", by: .ours, batch: batch) {
            blackHole(MessageDigests.SHA512.hash(message.span))
        }
        measure("Digests and codes/SHA-512 of \(count) octets", by: .boringSSL, batch: batch) {
            blackHole(Crypto.SHA512.hash(data: message))
        }
    }
}
