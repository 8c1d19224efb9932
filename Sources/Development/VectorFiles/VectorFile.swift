/// A file of published figures, read whole: what is tested, where the figures come from, and its cases.
///
/// The format is text in lines, each ended by one line feed:
///
///     vectors 1
///     suite hmac
///     from hmac_sha256_test.json
///     group
///       digest sha256
///     case 1 valid Pseudorandom
///       key 1e225cafb90339bba1b24076d4206c3e79c355805d851682bc818baa4f5a7779
///       message
///       tag b175b57d89ea6cb606fb3363f2538abd73a4c00b4a1386905bac809004cf1933
///
/// - `suite` says which kind of cases they are, and so which fields they have; `from` names a published file, and
///   may come more than once.
/// - `group` begins fields that hold for all cases up to the next `group`; a file may do without.
/// - `case` is followed by its identifier, unique in the file, the expected result (``VectorResult``) and flags.
/// - A field is indented by two spaces: its name, and after one space its value. A value is hexadecimal octets, a
///   number or a word; the one who reads it says which. No value is the empty one. `61*1000` as octets stands for
///   the octets of `61` a thousand times.
///
/// Whatever else a line may be is refused with the line's number. A test walks over the cases:
///
///     let folder = try VectorFolder(near: #filePath)
///     for vector in try folder.file("wycheproof/hmac_sha256").cases {
///         let key = try vector.octets("key")
///         …
///         #expect(tag == (try vector.octets("tag")), "\(vector)")
///     }
package struct VectorFile: Sendable {
    /// The greatest count of octets that is read.
    package static let maximumByteCount = 16 << 20

    /// Which kind of cases they are.
    package let suite: String

    /// The published files that the figures come from.
    package let origins: [String]

    /// The cases in their order; at least one.
    package let cases: [VectorCase]

    /// Reads a file's text.
    package init(text: [UInt8]) throws(VectorFileError) {
        guard text.count <= VectorFile.maximumByteCount else {
            throw .tooLarge(limit: VectorFile.maximumByteCount)
        }
        var reader = VectorReader(text)
        try reader.read()
        guard !reader.cases.isEmpty else { throw .noCases }
        suite = reader.suite
        origins = reader.origins
        cases = reader.cases
    }

    /// Reads the file at `path`.
    package init(path: String) throws(VectorFileError) {
        try self.init(text: readWholeFile(path))
    }
}
