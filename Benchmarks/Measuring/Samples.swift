import Foundation

/// Where every sample goes beside the harness: one line each, tab-separated, in the file that the variable
/// `BENCHMARK_SAMPLES` names. The harness rounds what it exports, and the report wants the figures themselves.
enum Samples {
    static func append(row: String, peer: String, statistic: Statistic, nanoseconds: Double) {
        guard let path = ProcessInfo.processInfo.environment["BENCHMARK_SAMPLES"],
            let file = fopen(path, "a")
        else { return }
        fputs("\(row)\t\(peer)\t\(statistic.rawValue)\t\(nanoseconds)\n", file)
        fclose(file)
    }
}

/// What of a row's samples is compared.
public enum Statistic: String, Sendable {
    /// For work whose amount is left to chance, such as the search for a prime.
    case mean
    /// For work that is the same every time.
    case median
}
