import Benchmark
import CryptoExtras
import Measuring
@_spi(ProcessorTiers) import RSACryptography
import Sampling
import SecretMemory

func keyGenerationRows() {
    for (bitCount, samples) in [(2048, 200), (3072, 200), (4096, 50)] {
        let row = "RSA keys/a key of \(bitCount) bits"
        measure(row, by: .ours, samples: samples, statistic: .mean) {
            var random = OperatingSystemRandom()
            let key = try RSA.PrivateKey.generate(bitCount: bitCount, using: &random)
            blackHole(key.bitCount)
        }
        // What the same costs on processors that have less, on this one.
        let tiers: [(RSA.ProcessorTier, Contender, samples: Int)] = [
            (.lanes256, .oursOnAVX2, samples), (.scalar, .oursOnGMP, samples / 2),
        ]
        for (tier, contender, samples) in tiers where tier.isAvailable(bitCount: bitCount) {
            measure(row, by: contender, samples: samples, statistic: .mean) {
                var random = OperatingSystemRandom()
                let key = try RSA.PrivateKey.generate(bitCount: bitCount, on: tier, using: &random)
                blackHole(key.bitCount)
            }
        }
        measure(row, by: .boringSSL, samples: samples, statistic: .mean) {
            blackHole(try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bitCount)))
        }
    }
}
