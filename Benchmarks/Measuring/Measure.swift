import Benchmark
import Sampling

/// Registers one contender of one row, measured in this process by the processor's time.
///
/// A sample is the time of `batch` runs of `work`, divided by `batch`: choose it so that a sample takes a
/// millisecond at least. One run goes before and is not measured.
public func measure(
    _ row: String,
    by contender: Contender,
    samples: Int = 50,
    batch: Int = 1,
    statistic: Statistic = .median,
    _ work: @escaping @Sendable () throws -> Void
) {
    register(row, by: contender, samples: samples, statistic: statistic, warmUp: work) {
        let start = processorNanoseconds()
        for _ in 0..<batch { try work() }
        return Double(processorNanoseconds() - start) / Double(batch)
    }
}

/// Registers one contender of one row that runs programs; `work` gives how long they took.
public func measurePrograms(
    _ row: String,
    by contender: Contender,
    samples: Int,
    statistic: Statistic = .median,
    _ work: @escaping @Sendable () throws -> ProcessUsage
) {
    register(row, by: contender, samples: samples, statistic: statistic, warmUp: {}) {
        Double(try work().wall)
    }
}

private func register(
    _ row: String,
    by contender: Contender,
    samples: Int,
    statistic: Statistic,
    warmUp: @escaping @Sendable () throws -> Void,
    _ sample: @escaping @Sendable () throws -> Double
) {
    let metric = BenchmarkMetric.custom("nanoseconds", polarity: .prefersSmaller, useScalingFactor: false)
    let configuration = Benchmark.Configuration(
        metrics: [metric],
        warmupIterations: 0,
        maxDuration: .seconds(600),
        maxIterations: samples
    )
    Benchmark("\(row) (\(contender.rawValue))", configuration: configuration) { benchmark in
        if benchmark.currentIteration == 0 { try warmUp() }
        let nanoseconds = try sample()
        benchmark.measurement(metric, Int(nanoseconds))
        Samples.append(row: row, by: contender, statistic: statistic, nanoseconds: nanoseconds)
    }
}
