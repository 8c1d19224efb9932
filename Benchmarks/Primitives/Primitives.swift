import Benchmark

let benchmarks: @Sendable () -> Void = {
    do {
        keyGenerationRows()
        try signatureRows()
        digestRows()
        passwordRows()
        try certificateRows()
    } catch {
        fatalError("a row cannot be prepared: \(error)")
    }
}
