internal import ArgumentParser
internal import Foundation

/// Writes `Vectors/` from what was published.
@main
struct VectorConverter: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vector-converter",
        abstract:
            "Write the figures of Vectors/ from the published files; Vectors/README.md says how to get those."
    )

    @Option(help: "The folder testvectors_v1 of the Wycheproof project at the pinned commit.")
    var wycheproof: String

    @Option(help: "The folder with the two wheels.")
    var wheels: String

    @Option(help: "The folder with pkits/pkits.json and limbo/limbo.json.")
    var paths: String

    @Option(help: "The folder with the figures of standards that were typed in.")
    var typed = "Sources/Development/vector-converter/Typed"

    @Option(help: "The folder to write to.")
    var output = "Vectors"

    mutating func run() throws {
        var conversion = Conversion()
        try conversion.convertTypedFigures(folder: URL(fileURLWithPath: typed))
        try conversion.convertWycheproof(folder: URL(fileURLWithPath: wycheproof))
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        func unpack(_ pin: (name: String, sha256: String)) throws -> PublishedFolder {
            let wheel = URL(fileURLWithPath: wheels).appendingPathComponent(pin.name)
            return try PublishedFolder.unpack(wheel, sha256: pin.sha256, into: scratch)
        }
        try conversion.convertCryptographyVectors(try unpack(cryptographyVectorsPin))
        try conversion.convertPycryptodomeVectors(try unpack(pycryptodomeVectorsPin))
        try conversion.convertValidationCases(folder: URL(fileURLWithPath: paths))
        try conversion.check()
        let root = URL(fileURLWithPath: output)
        for file in conversion.files {
            let url = root.appendingPathComponent(file.name + ".txt")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(file.text.utf8).write(to: url)
        }
        try conversion.removeStrangers(from: root)
        try Data(conversion.ledger.text.utf8).write(to: root.appendingPathComponent("ledger.tsv"))
        print("\(conversion.files.count) files, \(conversion.files.map(\.caseCount).reduce(0, +)) cases")
    }
}
