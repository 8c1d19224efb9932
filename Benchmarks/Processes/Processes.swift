import Benchmark

let benchmarks: @Sendable () -> Void = {
    do {
        certificateToolRows()
        try passwordToolRows()
    } catch {
        fatalError("a row cannot be prepared: \(error)")
    }
}
