import SecretMemory
import TestSupport
import Testing

@testable import PgpoolPasswords

/// A `pool_passwd` of short lines, as the text that it is: each question and change reads all of it.
private struct Model {
    var text: [UInt8]

    var lines: [[UInt8]] {
        text.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    }

    /// The name and the secret of a line; a backslash takes the meaning from what is behind it.
    static func entry(_ line: [UInt8]) -> (name: [UInt8], secret: [UInt8])? {
        var fields: [[UInt8]] = [[]]
        var rest = line[...]
        while let octet = rest.popFirst() {
            if octet == 58 {
                fields.append([])
            } else if octet == 92 {
                guard let next = rest.popFirst() else {
                    if fields.count == 1 { return nil }
                    break
                }
                fields[fields.count - 1].append(next)
            } else {
                fields[fields.count - 1].append(octet)
            }
        }
        return fields.count > 1 ? (fields[0], fields[1]) : nil
    }

    func places(of name: [UInt8]) -> [Int] {
        lines.indices.filter { Self.entry(lines[$0])?.name == name }
    }

    func used(_ name: [UInt8]) -> Int? {
        places(of: name).first { Self.entry(lines[$0])?.secret.isEmpty == false }
    }

    mutating func set(_ name: [UInt8], to secret: [UInt8]) {
        func escaped(_ field: [UInt8]) -> [UInt8] {
            field.reduce(into: []) { $0 += $1 == 58 || $1 == 92 ? [92, $1] : [$1] }
        }
        let line = escaped(name) + [58] + escaped(secret)
        if let place = places(of: name).first {
            let isLast = place == lines.count - 1
            var lines = lines
            lines[place] = line
            // A line that is set has a line feed.
            if isLast { lines.append([]) }
            text = Array(lines.joined(separator: [10]))
        } else {
            if let last = text.last, last != 10 { text.append(10) }
            text += line + [10]
        }
    }

    mutating func remove(_ places: [Int]) {
        var rest: [UInt8] = []
        let lines = lines
        for (index, line) in lines.enumerated() where !places.contains(index) {
            rest += line + (index < lines.count - 1 ? [10] : [])
        }
        text = rest
    }
}

@Suite("pool_passwd beside a text that is read anew for each question")
struct PoolPasswdModelTests {
    @Test("entries are found, set and removed as they are in the text", arguments: 0..<8)
    func changes(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let letters = Array("ab:\\".utf8)
        func word(_ counts: ClosedRange<Int>) -> [UInt8] {
            let count = counts.lowerBound + Int(random.next() % UInt64(counts.count))
            return (0..<count).map { _ in letters[Int(random.next() % 4)] }
        }
        for _ in 0..<60 {
            let start = (0..<Int(random.next() % 12)).map { _ in word(0...5) }.joined(separator: [10])
            var model = Model(text: Array(start))
            var file = PoolPasswdFile(SecretBytes(copying: model.text.span))
            for _ in 0..<30 {
                let (name, secret) = (word(1...2), word(1...3))
                switch random.next() % 4 {
                case 0:
                    let places = model.places(of: name)
                    #expect(try file.remove(name) == places.count)
                    model.remove(places)
                case 1:
                    try file.removeUsedEntry(of: name)
                    model.remove(model.used(name).map { [$0] } ?? [])
                default:
                    try file.set(name, to: secret.span)
                    model.set(name, to: secret)
                }
                try compare(file, model)
            }
        }
    }

    private func compare(_ file: borrowing PoolPasswdFile, _ model: Model) throws {
        let content = file.content()
        try #require([UInt8](copying: content.span) == model.text)
        var expected: [String] = []
        for (index, line) in model.lines.enumerated() {
            guard let (name, secret) = Model.entry(line) else { continue }
            expected.append("\(index + 1) \(name) \(secret) \(model.used(name) == index)")
        }
        var found: [String] = []
        var used: [[UInt8]] = []
        file.forEachEntry { entry in
            let secret = [UInt8](copying: entry.secret.span)
            found.append("\(entry.lineNumber) \(entry.userName) \(secret) \(entry.isUsed)")
            if entry.isUsed { used.append(secret) }
        }
        try #require(found == expected)
        var usedSecrets: [[UInt8]] = []
        file.forEachUsedEntry { _, secret in usedSecrets.append([UInt8](copying: secret)) }
        try #require(usedSecrets == used)
        for name in Set(model.lines.compactMap { Model.entry($0)?.name } + [[97, 97, 97]]) {
            let secret = model.used(name).flatMap { Model.entry(model.lines[$0])?.secret }
            guard let entry = file.entry(of: name) else {
                try #require(secret == nil)
                continue
            }
            try #require([UInt8](copying: entry.secret.span) == secret)
        }
    }
}
