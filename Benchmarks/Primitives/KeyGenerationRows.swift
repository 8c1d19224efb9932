import Benchmark
import CryptoExtras
import Measuring

func keyGenerationRows() {
    for (bitCount, samples) in [(2048, 200), (3072, 200), (4096, 50)] {
        let row = "RSA-\(bitCount) key"
        measure(row, by: .boringSSL, samples: samples, statistic: .mean) {
            blackHole(try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bitCount)))
        }
    }
}
