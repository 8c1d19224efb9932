import Foundation
import Sampling

/// A process that does the work of rows on request, as `Peers/measuring.py` says how.
///
/// It first names its rows, `contender<TAB>row` a line, up to an empty one. Then each line that it is given,
/// `contender<TAB>row<TAB>repetitions`, is answered by one: the nanoseconds of the processor that they took.
public final class Peer {
    private let process = Process()
    private let input = Pipe()
    private let output: UnsafeMutablePointer<FILE>
    private var contendersOfRows: [String: [Contender]] = [:]

    /// One that ended or said something else.
    struct Failure: Error {
        let command: [String]
        let line: String?
    }

    /// Starts it and reads its rows.
    public init(_ command: [String]) throws {
        let answers = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = input
        process.standardOutput = answers
        guard let file = fdopen(dup(answers.fileHandleForReading.fileDescriptor), "r") else {
            throw Failure(command: command, line: nil)
        }
        output = file
        try process.run()
        while true {
            let line = try readAnswer()
            if line.isEmpty { break }
            let fields = line.components(separatedBy: "\t")
            guard fields.count == 2, let contender = Contender(rawValue: fields[0]) else {
                throw Failure(command: command, line: line)
            }
            contendersOfRows[fields[1], default: []].append(contender)
        }
    }

    /// Those that it does a row as.
    func contenders(of row: String) -> [Contender] { contendersOfRows[row] ?? [] }

    /// How many nanoseconds so many runs of a row's work take.
    func sample(of row: String, by contender: Contender, repetitions: Int) throws -> Double {
        let request = "\(contender.rawValue)\t\(row)\t\(repetitions)\n"
        try input.fileHandleForWriting.write(contentsOf: Data(request.utf8))
        let answer = try readAnswer()
        guard let nanoseconds = Double(answer) else {
            throw Failure(command: process.arguments ?? [], line: answer)
        }
        return nanoseconds
    }

    private func readAnswer() throws -> String {
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        let count = getline(&line, &capacity, output)
        guard count > 0, let line else { throw Failure(command: process.arguments ?? [], line: nil) }
        return String(String(cString: line).dropLast())
    }

    deinit {
        try? input.fileHandleForWriting.close()
        fclose(output)
        process.waitUntilExit()
    }
}
