import Foundation
import Sampling

/// The rows of a program, in the order in which they are first named.
public struct Rows {
    private var all: [Row] = []

    /// None yet.
    public init() {}

    /// Adds a contender of a row, measured in this process by the processor's time.
    ///
    /// A sample is the time of `repetitions` runs of `work`, divided by their number: choose it so that a sample takes
    /// a millisecond at least. One run goes before and is not measured. What is said of samples and repetitions where a
    /// row is first named holds for all its contenders.
    public mutating func measure(
        _ row: String,
        by contender: Contender,
        samples: Int = 50,
        repetitions: Int = 1,
        statistic: Statistic = .median,
        _ work: @escaping () throws -> Void
    ) {
        let entrant = Entrant(contender: contender, warmUp: work) { repetitions in
            let start = processorNanoseconds()
            for _ in 0..<repetitions { try work() }
            return Double(processorNanoseconds() - start)
        }
        add(entrant, to: Row(name: row, sampleCount: samples, repetitions: repetitions, statistic: statistic))
    }

    /// Adds a contender of a row that runs programs; `work` gives how long they took.
    public mutating func measurePrograms(
        _ row: String,
        by contender: Contender,
        samples: Int,
        statistic: Statistic = .median,
        _ work: @escaping () throws -> ProcessUsage
    ) {
        let entrant = Entrant(contender: contender, warmUp: {}, sample: { _ in Double(try work().wall) })
        add(entrant, to: Row(name: row, sampleCount: samples, repetitions: 1, statistic: statistic))
    }

    /// Adds a process of its own as a contender of all rows that it knows and that are here.
    public mutating func add(_ peer: Peer) {
        for place in all.indices {
            for contender in peer.contenders(of: all[place].name) {
                let name = all[place].name
                all[place].entrants.append(
                    Entrant(
                        contender: contender,
                        warmUp: { _ = try peer.sample(of: name, by: contender, repetitions: 1) },
                        sample: { try peer.sample(of: name, by: contender, repetitions: $0) }
                    )
                )
            }
        }
    }

    /// Takes the samples of all rows; with `--filter` and a regular expression among the arguments of this program, of
    /// those whose names it matches.
    public func measureAll() throws {
        let arguments = CommandLine.arguments
        let filter = arguments.firstIndex(of: "--filter").map { arguments[$0 + 1] } ?? ".*"
        let pattern = try Regex(filter)
        for row in all where try pattern.wholeMatch(in: row.name) != nil {
            FileHandle.standardError.write(Data("\(row.name)\n".utf8))
            try row.measure()
        }
    }

    private mutating func add(_ entrant: Entrant, to row: Row) {
        if let place = all.firstIndex(where: { $0.name == row.name }) {
            all[place].entrants.append(entrant)
        } else {
            all.append(row)
            all[all.count - 1].entrants.append(entrant)
        }
    }
}

/// Who does the work of a row.
private struct Entrant {
    let contender: Contender
    /// What goes before and is not measured.
    let warmUp: () throws -> Void
    /// How many nanoseconds so many runs of the work take.
    let sample: (_ repetitions: Int) throws -> Double
}

/// One row of a table: the same work, done by several.
private struct Row {
    let name: String
    let sampleCount: Int
    let repetitions: Int
    let statistic: Statistic
    var entrants: [Entrant] = []

    /// Takes all samples. A machine is faster at one minute than at another, so that each contender is asked for one
    /// sample in turn, and each round begins with the next of them.
    func measure() throws {
        for entrant in entrants { try entrant.warmUp() }
        for round in 0..<sampleCount {
            for place in entrants.indices {
                let entrant = entrants[(round + place) % entrants.count]
                Samples.append(
                    row: name,
                    by: entrant.contender,
                    statistic: statistic,
                    nanoseconds: try entrant.sample(repetitions) / Double(repetitions)
                )
            }
        }
    }
}

/// Uses a value as far as the optimizer can tell.
@inline(never)
@_optimize(none)
public func blackHole(_ value: some Any) {}
