internal import Glibc
internal import SecretMemory
internal import TextEncodings

/// The names under which files are prepared, and the removal of those that a killed process left.
///
/// Whoever prepares a file holds the lock of it (`flock(2)`) until it has its final name, so what can be locked was
/// left by a process that is no more.
enum Leftover {
    private static let prefix = ".pki-"
    private static let suffix = ".new"
    private static let digitCount = 24

    /// A name that nobody could foresee.
    static func newName() -> String {
        var random = OperatingSystemRandom()
        let octets = random.bytes(count: digitCount / 2)
        return prefix + Hexadecimal.encode(octets.span) + suffix
    }

    /// Whether `name` is one that ``newName()`` could have made.
    static func isOne(_ name: String) -> Bool {
        let name = name.utf8
        guard name.starts(with: prefix.utf8), name.ends(with: suffix),
            name.count == prefix.utf8.count + digitCount + suffix.utf8.count
        else { return false }
        return name.dropFirst(prefix.utf8.count).prefix(digitCount)
            .allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }
}

extension Folder {
    /// Removes what processes that were killed left of files that they were preparing, as far as it can.
    ///
    /// What a living process prepares is left alone. So is what cannot be removed, such as a file of root's or a folder
    /// with more in it than is ever made here, and all where the folder cannot be listed: no work waits until a folder
    /// is tidy.
    public func removeLeftovers() {
        for entry in (try? descriptor.entries()) ?? [] {
            guard let name = String(validating: entry, as: UTF8.self), Leftover.isOne(name) else { continue }
            // Its owner may have come first.
            try? removeLeftover(name)
        }
    }

    private func removeLeftover(_ name: String) throws(FileError) {
        switch try descriptor.status(of: name)?.kind {
        case .file:
            let (file, _) = try descriptor.openingFile(name)
            if try file.tryLock() { try descriptor.remove(name) }
        case .folder:
            let folder = try descriptor.opening(name, flags: O_RDONLY | O_DIRECTORY)
            guard try folder.tryLock() else { return }
            try descriptor.removeFolder(name, depth: WayBack.depth)
        case .symbolicLink, .other:
            // Never made here.
            try descriptor.remove(name)
        case nil:
            break
        }
    }
}
