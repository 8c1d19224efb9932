import Benchmark

let benchmarks: @Sendable () -> Void = {
    keyGenerationRows()
    signatureRows()
    ellipticCurveRows()
    digestRows()
    cipherRows()
    passwordRows()
    certificateRows()
}
