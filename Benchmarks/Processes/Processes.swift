import Benchmark

let benchmarks: @Sendable () -> Void = {
    certificateToolRows()
    passwordToolRows()
}
