import Benchmark
import CryptoExtras
import Measuring
import RSACryptography
import SecretMemory

func keyGenerationRows() {
    for (bitCount, samples) in [(2048, 200), (3072, 200), (4096, 50)] {
        let row = "RSA-\(bitCount) key"
        measure(row, by: .ours, samples: samples, statistic: .mean) {
            var random = OperatingSystemRandom()
            let key = try RSA.PrivateKey.generate(bitCount: bitCount, using: &random)
            blackHole(key.bitCount)
        }
        measure(row, by: .boringSSL, samples: samples, statistic: .mean) {
            blackHole(try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bitCount)))
        }
    }
}
