import Benchmark

let benchmarks: @Sendable () -> Void = {
    keyGenerationRows()
    signatureRows()
    digestRows()
    cipherRows()
    passwordRows()
    certificateRows()
}
