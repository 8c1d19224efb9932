internal import Foundation
internal import VectorFiles

/// A run of the converter: the files that it will write, and the ledger of what became of every case.
struct Conversion {
    private(set) var files: [ConvertedFile] = []
    var ledger = Ledger()

    /// The published file in which figures were first, by the figures.
    var origins: [String: String] = [:]

    /// The documents that were left out, and under which names they were published before.
    var sameDocuments: [String: String] = [:]

    /// Adds a file that is whole.
    mutating func add(_ file: ConvertedFile) {
        files.append(file)
    }

    /// Proves that the ledger and the files agree, both ways.
    func check() throws {
        var names: Set<String> = []
        for file in files {
            guard names.insert(file.name).inserted else {
                throw ConversionError.unknown("two sources", file: file.name)
            }
            if let field = file.oddFields.first {
                throw ConversionError.unknown("a fraction of a byte in \(field)", file: file.name)
            }
            let booked = ledger.converted(to: file.name)
            guard booked == file.caseCount else {
                throw ConversionError.unbalanced(file.name, published: file.caseCount, booked: booked)
            }
        }
        for entry in ledger.entries {
            if let destination = entry.destination, !names.contains(destination) {
                throw ConversionError.missing(destination)
            }
        }
    }

    /// Removes the files of the folder that no published file makes any more.
    func removeStrangers(from root: URL) throws {
        let folder = VectorFolder(path: root.path)
        let names = Set(files.map(\.name))
        for name in try folder.names() where !names.contains(name) {
            try FileManager.default.removeItem(at: root.appendingPathComponent(name + ".txt"))
        }
    }
}
