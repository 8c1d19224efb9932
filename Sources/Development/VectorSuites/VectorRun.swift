package import VectorFiles

/// A run of all suites over a folder of published figures.
package struct VectorRun: Sendable {
    /// How much is run.
    package enum Effort: Sendable {
        /// Every case.
        case whole
        /// Every case but those that take long, of which one in fifty is run, and all that are a matter of choice.
        case sample
    }

    private let folder: VectorFolder
    private let effort: Effort
    private let names: [String]

    /// How many files the folder has.
    package var fileCount: Int { names.count }

    /// Prepares a run over `folder`.
    package init(_ folder: VectorFolder, effort: Effort = .whole) throws(VectorFileError) {
        self.folder = folder
        self.effort = effort
        names = try folder.names()
    }

    /// Runs all cases, and calls `progress` before each file with the number of files done.
    ///
    /// Throws where a file cannot be read or has cases that no suite runs; a case with a wrong answer is in the
    /// report.
    package func report(progress: (Int) -> Void = { _ in }) throws -> VectorReport {
        var report = VectorReport()
        for (index, name) in names.enumerated() {
            progress(index)
            do {
                try run(name, into: &report)
            } catch let error as VectorFileError {
                throw VectorSuiteError.unreadable(error, file: name)
            }
        }
        progress(names.count)
        return report
    }

    /// Runs the cases of one file into the row of its source and kind.
    private func run(_ name: String, into report: inout VectorReport) throws {
        let file = try folder.file(name)
        let source = String(name.prefix { $0 != "/" })
        let position: Int
        if let known = report.rows.firstIndex(where: { $0.source == source && $0.suite == file.suite }) {
            position = known
        } else {
            position = report.rows.count
            report.rows.append(VectorReport.Row(source: source, suite: file.suite))
        }
        try run(file, name: name, row: &report.rows[position])
    }

    /// Runs the cases of one file into its row.
    func run(_ file: VectorFile, name: String, row: inout VectorReport.Row) throws {
        guard var suite = makeSuite(file.suite) else {
            throw VectorSuiteError.unknownSuite(file.suite, file: name)
        }
        try suite.prepare(file, in: folder)
        var longCount = 0
        for vector in file.cases {
            row.caseCount += 1
            // A choice of ours is always shown.
            if effort == .sample, vector.result != .acceptable, try suite.isLong(vector) {
                longCount += 1
                guard longCount % 50 == 1 else {
                    row.skippedCount += 1
                    continue
                }
            }
            let answer = try suite.answer(vector)
            switch Verdict(on: answer, to: vector, suite: file.suite) {
            case .passed: row.passedCount += 1
            case .policy(let policy): row.policyCounts[policy, default: 0] += 1
            case .failed(let detail):
                row.failures.append(
                    VectorReport.Failure(
                        file: name,
                        identifier: vector.identifier,
                        line: vector.line,
                        detail: detail
                    )
                )
            }
        }
    }
}
