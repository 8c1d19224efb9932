import Foundation
import Testing
import VectorFiles

@testable import vector_converter

@Suite("The converter, run again")
struct AgainTests {
    private static let wheels = ProcessInfo.processInfo.environment["VECTOR_WHEELS"]
    private static let wycheproof = ProcessInfo.processInfo.environment["VECTOR_WYCHEPROOF"]

    private static let paths = ProcessInfo.processInfo.environment["VECTOR_PATHS"]

    @Test(
        "the published files give the same bytes as stand in Vectors",
        .enabled(
            if: wheels != nil && wycheproof != nil && paths != nil,
            "VECTOR_WHEELS, VECTOR_WYCHEPROOF and VECTOR_PATHS are not set"
        )
    )
    func sameBytes() throws {
        let vectors = URL(fileURLWithPath: try VectorFolder(near: #filePath).path)
        let output = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: output) }
        var converter = try VectorConverter.parse([
            "--wheels", Self.wheels ?? "", "--wycheproof", Self.wycheproof ?? "", "--paths",
            Self.paths ?? "", "--output", output.path, "--typed",
            vectors.deletingLastPathComponent().appendingPathComponent(
                "Sources/Development/vector-converter/Typed"
            ).path,
        ])
        try converter.run()
        let names = try VectorFolder(path: output.path).names()
        #expect(names == (try VectorFolder(path: vectors.path).names()))
        for name in names.map({ $0 + ".txt" }) + ["ledger.tsv"] {
            let again = try Data(contentsOf: output.appendingPathComponent(name))
            #expect(again == (try Data(contentsOf: vectors.appendingPathComponent(name))), "\(name)")
        }
    }
}
