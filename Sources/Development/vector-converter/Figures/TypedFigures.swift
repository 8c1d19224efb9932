internal import Foundation
internal import VectorFiles

extension Conversion {
    /// Converts the figures of standards, which were typed in by hand in the format that is written, in a folder of
    /// the name that they have in `Vectors/`.
    mutating func convertTypedFigures(folder: URL) throws {
        let manager = FileManager.default
        for source in try manager.contentsOfDirectory(atPath: folder.path).sorted() {
            let sourceFolder = folder.appendingPathComponent(source)
            let names = try manager.contentsOfDirectory(atPath: sourceFolder.path).filter {
                $0.hasSuffix(".txt")
            }
            guard !names.isEmpty else { throw ConversionError.missing(source) }
            for name in names.sorted() {
                let text = try Data(contentsOf: sourceFolder.appendingPathComponent(name))
                try convertTypedFigures([UInt8](text), origin: name, to: "\(source)/\(name.dropLast(4))")
            }
        }
    }

    /// Converts one such file.
    mutating func convertTypedFigures(_ text: [UInt8], origin: String, to destination: String) throws {
        let typed = try VectorFile(text: text)
        let drafts = try typed.cases.map { vector in
            let fields: [Field] = try vector.names.map { ($0, .word(try vector.word($0))) }
            return CaseDraft(
                identifier: vector.identifier,
                result: vector.result,
                flags: vector.flags,
                fields: fields
            )
        }
        let published = String(decoding: text, as: UTF8.self).split(separator: "\n").filter {
            $0.hasPrefix("case ")
        }
        try convert(
            drafts,
            published: published.count,
            origin: origin,
            suite: typed.suite,
            to: destination,
            origins: typed.origins
        )
    }
}
