internal import Glibc
package import SecretMemory

/// Reading all of what is open into memory that wipes itself: files, pipes, and the standard input.
///
/// This is the one loop that does it. Whoever opens decides before it what may be read at all.
package enum SecretReading {
    /// Which symbolic links a path may lead through.
    package enum Links: Sendable {
        /// None at its end, and on the way those that nobody but root and the running user could have made.
        case onTheWay
        /// The same ones at its end too.
        case trusted
        /// Any, as for a program that knows no better: the file that the operator's shell would read.
        case any
    }

    /// What is going to be done with what is read.
    package enum Purpose {
        /// Nothing but to look at it. A second name is borne: backups made of links (`cp -al`) give one to every file.
        case looking
        /// The file is changed or replaced, or its content goes elsewhere, and it may belong to that owner.
        case changing(ownedBy: FileOwner?)
    }

    /// A file that was read.
    package struct File: ~Copyable, Sendable {
        /// The content; empty where it was not read.
        package let content: SecretBytes
        /// What it was when it was opened.
        package let status: FileStatus

        /// The content only.
        package consuming func takeContent() -> SecretBytes { content }
    }

    /// Reads the file at `path`.
    ///
    /// - Parameters:
    ///   - links: the symbolic links that are followed.
    ///   - waits: whether a pipe or a device may be read, for which is waited, in place of regular files only; it holds
    ///     where any links are followed.
    ///   - limit: the most bytes.
    /// - Throws: ``FileError/notRegular(path:)`` for what may not be read, ``FileError/tooLarge(path:limit:)`` above
    ///   `limit`, before memory is taken for it where its size is known.
    package static func file(
        _ path: String,
        links: Links,
        waits: Bool = false,
        limit: Int
    ) throws(FileError) -> File {
        let file: Descriptor
        let status: FileStatus
        switch links {
        case .any where waits:
            file = try .openingAny(path)
            status = try file.status()
            guard status.kind == .file || status.kind == .other else { throw .notRegular(path: path) }
        case .any: (file, status) = try Descriptor.openingFile(at: path)
        case .onTheWay, .trusted:
            let (folder, name) = try Folder.holding(path, followingLink: links == .trusted)
            (file, status) = try folder.descriptor.openingFile(name)
        }
        return File(content: try file.readSecret(status, limit: limit), status: status)
    }

    /// Reads what an open descriptor gives to its end, such as the standard input.
    ///
    /// - Parameter name: what an error calls it.
    package static func descriptor(
        _ number: Int32,
        named name: String,
        limit: Int
    ) throws(FileError) -> SecretBytes {
        unsafe try readToEnd(expecting: 0, limit: limit, path: name) { (bytes) throws(FileError) in
            unsafe try read(number, into: bytes, path: name)
        }
    }

    /// Reads into room that grows, by `read`, which gives the count of what it read and 0 at the end.
    fileprivate static func readToEnd(
        expecting expected: Int,
        limit: Int,
        path: String,
        _ read: (UnsafeMutableRawBufferPointer) throws(FileError) -> Int
    ) throws(FileError) -> SecretBytes {
        // One byte more than there should be shows the end without larger room.
        var text = SecretText(capacity: max(expected, 4095) + 1)
        while true {
            let before = text.count
            unsafe try text.append(least: 1, read)
            if text.count == before { return text.finish() }
            guard text.count <= limit else { throw .tooLarge(path: path, limit: limit) }
        }
    }

    fileprivate static func read(
        _ number: Int32,
        into bytes: UnsafeMutableRawBufferPointer,
        path: String
    ) throws(FileError) -> Int {
        while true {
            let count = unsafe Glibc.read(number, bytes.baseAddress, min(bytes.count, 1 << 30))
            if count >= 0 { return count }
            if errno != EINTR { throw .system(.read, path: path, code: errno) }
        }
    }
}

extension Descriptor {
    /// All that the file holds from here on, which was looked at as `status`.
    func readSecret(_ status: FileStatus, limit: Int) throws(FileError) -> SecretBytes {
        // Before memory is asked for: a file of holes has any size.
        guard status.byteCount <= limit else { throw .tooLarge(path: path, limit: limit) }
        return unsafe try SecretReading.readToEnd(expecting: status.byteCount, limit: limit, path: path) {
            (bytes) throws(FileError) in
            unsafe try SecretReading.read(number, into: bytes, path: path)
        }
    }
}
