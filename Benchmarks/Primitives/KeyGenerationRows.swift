import CryptoExtras
import Measuring
@_spi(ProcessorTiers) import RSACryptography
import Sampling
import SecretMemory

func keyGenerationRows(_ rows: inout Rows) {
    for (bitCount, samples) in [(2048, 200), (3072, 200), (4096, 50)] {
        let row = "RSA keys/a key of \(bitCount) bits"
        rows.measure(row, by: .ours, samples: samples, statistic: .mean) {
            var random = OperatingSystemRandom()
            let key = try RSA.PrivateKey.generate(bitCount: bitCount, using: &random)
            blackHole(key.bitCount)
        }
        // What the same costs on processors that have less, on this one.
        let tiers: [(RSA.ProcessorTier, Contender)] = [(.lanes256, .oursOnAVX2), (.scalar, .oursOnGMP)]
        for (tier, contender) in tiers where tier.isAvailable(bitCount: bitCount) {
            rows.measure(row, by: contender) {
                var random = OperatingSystemRandom()
                let key = try RSA.PrivateKey.generate(bitCount: bitCount, on: tier, using: &random)
                blackHole(key.bitCount)
            }
        }
        rows.measure(row, by: .boringSSL) {
            blackHole(try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bitCount)))
        }
    }
}
