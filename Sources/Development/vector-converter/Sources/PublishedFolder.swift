internal import Foundation
internal import MessageDigests

/// What was published together: files by their paths. Every one must be asked for or be left out by a rule.
final class PublishedFolder {
    let name: String
    let paths: [String]
    private let root: URL
    private var asked: Set<String> = []

    /// Takes the folder at `root`, whose files are those of `paths`.
    init(name: String, root: URL, paths: [String]) {
        self.name = name
        self.root = root
        self.paths = paths.sorted()
    }

    /// Unpacks the wheel at `wheel`, which must have the SHA-256 that is pinned, into `scratch`.
    static func unpack(_ wheel: URL, sha256: String, into scratch: URL) throws -> PublishedFolder {
        let name = wheel.lastPathComponent
        guard let data = try? Data(contentsOf: wheel) else { throw ConversionError.missing(name) }
        try requireDigest(of: data, name: name, sha256: sha256)
        let root = scratch.appendingPathComponent(name)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-m", "zipfile", "-e", wheel.path, root.path]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0, let files = FileManager.default.enumerator(atPath: root.path)
        else {
            throw ConversionError.unpacking(name)
        }
        var paths: [String] = []
        while let path = files.nextObject() as? String {
            if files.fileAttributes?[.type] as? FileAttributeType == .typeRegular { paths.append(path) }
        }
        return PublishedFolder(name: name, root: root, paths: paths)
    }

    /// The octets of the file at `path`.
    func data(_ path: String) throws -> Data {
        guard paths.contains(path) else { throw ConversionError.missing("\(name)/\(path)") }
        asked.insert(path)
        return try Data(contentsOf: root.appendingPathComponent(path))
    }

    /// The text of the file at `path`; octets that are no UTF-8, which only remarks have, are replaced.
    func text(_ path: String) throws -> String {
        String(decoding: try data(path), as: UTF8.self)
    }

    /// The paths that begin with `prefix`.
    func paths(in prefix: String) -> [String] {
        paths.filter { $0.hasPrefix(prefix) }
    }

    /// Books the files that were not asked for, each with the reason of the first rule that holds for it: a text
    /// that its path has. Throws where there is none.
    func leaveOut(by rules: [(text: String, reason: String)], in ledger: inout Ledger) throws {
        var counts = [Int](repeating: 0, count: rules.count)
        for path in paths where !asked.contains(path) {
            guard let rule = rules.firstIndex(where: { ("/" + path).contains($0.text) }) else {
                throw ConversionError.rules(path, count: 0)
            }
            counts[rule] += 1
        }
        for (rule, count) in zip(rules, counts) {
            guard count > 0 else { throw ConversionError.rules(rule.text, count: 0) }
            ledger.bookFiles(count, of: "\(name) \(rule.text)", reason: rule.reason)
        }
    }
}

/// Throws where `data` has another SHA-256 than the one that is pinned.
func requireDigest(of data: Data, name: String, sha256: String) throws {
    let found = hexadecimalText(SHA256.hash([UInt8](data).span))
    guard found == sha256 else { throw ConversionError.wrongFile(name, expected: sha256, found: found) }
}
