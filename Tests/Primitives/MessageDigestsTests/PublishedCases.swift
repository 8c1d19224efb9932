import Testing
import VectorFiles

/// The cases of a file of `Vectors/`.
func publishedCases(_ name: String) throws -> [VectorCase] {
    try VectorFolder(near: #filePath).file(name).cases
}

extension Hash {
    /// The digest that the case names.
    init(_ vector: VectorCase) throws {
        self = try #require(Hash(rawValue: try vector.word("digest")))
    }
}
