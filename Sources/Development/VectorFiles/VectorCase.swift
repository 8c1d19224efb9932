internal import TextEncodings

/// One case: figures by name, those of its group among them, and the expected result.
package struct VectorCase: Sendable, CustomStringConvertible {
    /// What the case is called in its file.
    package let identifier: String

    /// What the operation should make of it.
    package let result: VectorResult

    /// Short words of the publisher on what the case is about.
    package let flags: [String]

    /// The line on which the case begins, from 1.
    package let line: Int

    let text: [UInt8]
    let group: [VectorField]
    var fields: [VectorField] = []

    /// The case's identifier and line, for the message of a test.
    package var description: String { "case \(identifier) of line \(line)" }

    /// The names of the fields, the group's first.
    package var names: [String] { (group + fields).map(\.name) }

    /// Whether the case or its group has the field.
    package func has(_ name: String) -> Bool { range(name) != nil }

    /// The value as a word, for instance the name of a digest.
    package func word(_ name: String) throws(VectorFileError) -> String {
        guard let range = range(name) else { throw .missingField(name, line: line) }
        return String(decoding: text[range], as: UTF8.self)
    }

    /// The value as a number.
    package func number(_ name: String) throws(VectorFileError) -> Int {
        guard let number = Int(try word(name)) else { throw .notANumber(name, line: line) }
        return number
    }

    /// The value as octets.
    package func octets(_ name: String) throws(VectorFileError) -> [UInt8] {
        guard var range = range(name) else { throw .missingField(name, line: line) }
        var count = 1
        if let star = text[range].lastIndex(of: UInt8(ascii: "*")) {
            let digits = String(decoding: text[(star + 1)..<range.upperBound], as: UTF8.self)
            guard let times = Int(digits), (0...VectorFile.maximumByteCount).contains(times) else {
                throw .notOctets(name, line: line)
            }
            count = times
            range = range.lowerBound..<star
        }
        do {
            let octets = try Hexadecimal.decode(text.span.extracting(range))
            guard count != 1 else { return octets }
            guard octets.count * count <= VectorFile.maximumByteCount else {
                throw VectorFileError.notOctets(name, line: line)
            }
            return Array(repeatElement(octets, count: count).joined())
        } catch {
            throw .notOctets(name, line: line)
        }
    }

    private func range(_ name: String) -> Range<Int>? {
        (fields.first { $0.name == name } ?? group.first { $0.name == name })?.value
    }
}

/// A field's name, and where its value stands in the text.
struct VectorField: Sendable {
    let name: String
    let value: Range<Int>
}
