import Benchmark

let benchmarks: @Sendable () -> Void = {
    keyGenerationRows()
    digestRows()
}
