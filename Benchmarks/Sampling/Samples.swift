import Foundation

/// Where every sample goes: one line each, tab-separated, in the file that the variable `BENCHMARK_SAMPLES` names.
public enum Samples {
    /// A time that one contender took for one row.
    public static func append(row: String, by contender: Contender, statistic: Statistic, nanoseconds: Double)
    {
        append([row, contender.rawValue, statistic.rawValue, "\(nanoseconds)"])
    }

    /// What one contender took for `amount` of work in a process of its own: nanoseconds of the processor, and the most
    /// octets that were resident at once.
    public static func append(
        growth work: String,
        by contender: Contender,
        amount: Int,
        processor: Int,
        peakMemory: Int
    ) {
        append(["growth", work, contender.rawValue, "\(amount)", "\(processor)", "\(peakMemory)"])
    }

    private static func append(_ fields: [String]) {
        guard let path = ProcessInfo.processInfo.environment["BENCHMARK_SAMPLES"],
            let file = fopen(path, "a")
        else { return }
        fputs(fields.joined(separator: "\t") + "\n", file)
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

/// Who does the work of a row.
public enum Contender: String, Sendable {
    case ours = "ours"
    /// Ours as a processor computes it that has AVX2, but no AVX-512.
    case oursOnAVX2 = "ours, on AVX2"
    /// Ours as a processor computes it that has no vector lanes.
    case oursOnGMP = "ours, on GMP alone"
    case boringSSL = "BoringSSL"
    case swiftCertificates = "swift-certificates"
    case openSSL = "OpenSSL"
    /// The readers of PyPI's `cryptography`, written in Rust.
    case cryptography = "cryptography"
    case gnuTLS = "GnuTLS"
    case pgEnc = "Pgpool-II"
}
