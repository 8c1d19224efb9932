import Benchmark

/// Who does the work of a row.
public enum Contender: String, Sendable {
    case ours = "ours"
    case boringSSL = "BoringSSL"
    case swiftCertificates = "swift-certificates"
    case openSSL = "OpenSSL"
    case gnuTLS = "GnuTLS"
    case pgEnc = "pg_enc"
}

/// Registers one contender of one row.
///
/// A sample is the time of `batch` runs of `work`, divided by `batch`: choose it so that a sample takes a
/// millisecond at least. `clock` is the processor's time unless the work is done by another process.
public func measure(
    _ row: String,
    by contender: Contender,
    samples: Int = 50,
    batch: Int = 1,
    statistic: Statistic = .median,
    clock: Clock = .processor,
    _ work: @escaping @Sendable () throws -> Void
) {
    let metric = BenchmarkMetric.custom("nanoseconds", polarity: .prefersSmaller, useScalingFactor: false)
    let configuration = Benchmark.Configuration(
        metrics: [metric],
        warmupIterations: 0,
        maxDuration: .seconds(600),
        maxIterations: samples
    )
    Benchmark("\(row) (\(contender.rawValue))", configuration: configuration) { benchmark in
        if benchmark.currentIteration == 0 { try work() }
        let start = clock.nanoseconds
        for _ in 0..<batch { try work() }
        let each = Double(clock.nanoseconds - start) / Double(batch)
        benchmark.measurement(metric, Int(each))
        Samples.append(row: row, peer: contender.rawValue, statistic: statistic, nanoseconds: each)
    }
}
