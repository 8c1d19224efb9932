public import SecretMemory

/// A `pool_passwd`, read as Pgpool-II reads it and kept byte for byte.
///
/// An entry is a line `user:secret`. Pgpool-II knows no comments: whatever has a colon is an entry, and what has none
/// is passed over; both stay as they are here. Of several entries of one user it uses the first with a secret. Only
/// a line that is set or removed changes, and a missing line feed at the end is mended when one is added behind it.
///
/// Reading takes one pass, and looking a user up does not depend on how many there are. The memory is a small
/// multiple of the content. Leaks: everything but the secrets, which are passwords in the open where the operator has
/// them so; of them the counts, and where colons and backslashes are in them.
public struct PoolPasswdFile: ~Copyable, Sendable {
    /// A line, or the part of a longer one that Pgpool-II takes for one.
    private struct Line {
        /// Where it begins in the text.
        var start: Int
        /// Its octets, line feed included; none where it was removed.
        var count: Int
        /// The next line with an entry of the same user.
        var nextOfUser: Int?
        /// Whether it is a line by itself, and no part of one.
        var isWhole: Bool
        /// Whether a line feed ends it.
        var hasLineFeed: Bool
    }

    /// The content as it was read, and behind it every line that was set since.
    private var text: SecretText
    private var lines: [Line] = []
    /// The first and the last line with an entry of each user.
    private var linesOfUser: [[UInt8]: (first: Int, last: Int)] = [:]

    /// Reads a file's content; any octets will do.
    public init(_ content: consuming SecretBytes) {
        text = SecretText(content)
        var start = 0
        var continuesLine = false
        while start < text.count {
            let read = ReadLine(text.span, from: start, limit: PgpoolLimits.line)
            let isWhole = !continuesLine && (read.hasLineFeed || read.end == text.count)
            lines.append(
                Line(start: start, count: read.end - start, isWhole: isWhole, hasLineFeed: read.hasLineFeed)
            )
            if let (name, _) = EntryFields.userName(text.span.extracting(read.text)) {
                index(name, lines.count - 1)
            }
            continuesLine = !read.hasLineFeed
            start = read.end
        }
    }

    /// An empty file.
    public init() {
        self.init(SecretBytes(repeating: 0, count: 0))
    }

    /// The content, to be written. Leaks: its count.
    public func content() -> SecretBytes {
        var count = 0
        for line in lines { count += line.count }
        return SecretBytes(capacity: count) { output in
            for line in lines {
                output.append(copying: text.span.extracting(line.start..<line.start + line.count))
            }
        }
    }

    /// The entry that Pgpool-II uses for a user, or `nil` where it finds none.
    public func entry(of userName: [UInt8]) -> PoolPasswdEntry? {
        var next = linesOfUser[userName]?.first
        while let line = next {
            let entry = entry(at: line)
            if let entry, entry.secret.count > 0 { return entry }
            next = lines[line].nextOfUser
        }
        return nil
    }

    /// Gives every entry to `body`, in the order of the file.
    public func forEachEntry<Failure: Error>(
        _ body: (borrowing PoolPasswdEntry) throws(Failure) -> Void
    ) throws(Failure) {
        var lineNumber = 1
        // Users of whom Pgpool-II uses an entry further up.
        var served: Set<[UInt8]> = []
        for index in lines.indices {
            if var entry = entry(at: index) {
                entry.lineNumber = lineNumber
                entry.isUsed = entry.secret.count > 0 && served.insert(entry.userName).inserted
                try body(entry)
            }
            if lines[index].hasLineFeed, lines[index].count > 0 { lineNumber += 1 }
        }
    }

    /// Makes `secret` the secret of the user's first entry, or of a new one at the end.
    ///
    /// The secret is written as it stands, with a backslash where Pgpool-II needs one: what
    /// ``PoolKey/entry(for:)-(Span<UInt8>)`` gives, or ``EntryKind/textEntry(for:)-(Span<UInt8>)``. The whole line is
    /// replaced. Throws ``PgpoolPasswordsError/emptyUserName``, ``PgpoolPasswordsError/userNameTooLong(count:)``,
    /// ``PgpoolPasswordsError/unusableUserName``, ``PgpoolPasswordsError/emptySecret``,
    /// ``PgpoolPasswordsError/secretTooLong(count:)``, ``PgpoolPasswordsError/unusableSecret`` or
    /// ``PgpoolPasswordsError/entryInLongLine(line:)``, and changes nothing where it does.
    public mutating func set(_ userName: [UInt8], to secret: Span<UInt8>) throws(PgpoolPasswordsError) {
        guard !userName.isEmpty else { throw .emptyUserName }
        guard userName.count <= PgpoolLimits.userName else { throw .userNameTooLong(count: userName.count) }
        guard !hasLineBreak(userName.span) else { throw .unusableUserName }
        guard secret.count > 0 else { throw .emptySecret }
        guard secret.count <= PgpoolLimits.secret else { throw .secretTooLong(count: secret.count) }
        guard !hasLineBreak(secret) else { throw .unusableSecret }
        let first = linesOfUser[userName]?.first
        if let first, !lines[first].isWhole { throw .entryInLongLine(line: lineNumber(of: first)) }

        let start = text.count
        let nameCount = EntryFields.escapedCount(userName.span)
        let line = SecretBytes(capacity: nameCount + EntryFields.escapedCount(secret) + 2) { output in
            EntryFields.escape(userName.span, into: &output)
            output.append(UInt8(ascii: ":"))
            EntryFields.escape(secret, into: &output)
            output.append(UInt8(ascii: "\n"))
        }
        if let first {
            text.append(contentsOf: line.span)
            lines[first].start = start
            lines[first].count = line.count
            lines[first].hasLineFeed = true
        } else {
            endLastLine()
            let start = text.count
            text.append(contentsOf: line.span)
            lines.append(Line(start: start, count: line.count, isWhole: true, hasLineFeed: true))
            index(userName, lines.count - 1)
        }
    }

    /// Removes every entry of a user; how many there were.
    ///
    /// Throws ``PgpoolPasswordsError/entryInLongLine(line:)``, and changes nothing where it does.
    public mutating func remove(_ userName: [UInt8]) throws(PgpoolPasswordsError) -> Int {
        let first = linesOfUser[userName]?.first
        var next = first
        while let line = next {
            guard lines[line].isWhole else { throw .entryInLongLine(line: lineNumber(of: line)) }
            next = lines[line].nextOfUser
        }
        var removed = 0
        next = first
        while let line = next {
            lines[line].count = 0
            removed += 1
            next = lines[line].nextOfUser
        }
        linesOfUser[userName] = nil
        return removed
    }

    /// Removes the entry that Pgpool-II uses for a user; of several entries the next one is then used. Does nothing
    /// where there is none.
    ///
    /// Throws ``PgpoolPasswordsError/entryInLongLine(line:)``, and changes nothing where it does.
    package mutating func removeUsedEntry(of userName: [UInt8]) throws(PgpoolPasswordsError) {
        var previous: Int?
        var next = linesOfUser[userName]?.first
        while let line = next {
            if (entry(at: line)?.secret.count ?? 0) > 0 {
                guard lines[line].isWhole else { throw .entryInLongLine(line: lineNumber(of: line)) }
                lines[line].count = 0
                let following = lines[line].nextOfUser
                if let previous {
                    lines[previous].nextOfUser = following
                    if following == nil { linesOfUser[userName]?.last = previous }
                } else if let following {
                    linesOfUser[userName]?.first = following
                } else {
                    linesOfUser[userName] = nil
                }
                return
            }
            previous = line
            next = lines[line].nextOfUser
        }
    }

    private mutating func index(_ userName: [UInt8], _ line: Int) {
        if let last = linesOfUser[userName]?.last {
            lines[last].nextOfUser = line
            linesOfUser[userName]?.last = line
        } else {
            linesOfUser[userName] = (line, line)
        }
    }

    private func entry(at index: Int) -> PoolPasswdEntry? {
        let line = lines[index]
        let read = ReadLine(
            text.span.extracting(line.start..<line.start + line.count),
            from: 0,
            limit: PgpoolLimits.line
        )
        let octets = text.span.extracting(
            line.start + read.text.lowerBound..<line.start + read.text.upperBound
        )
        guard let (name, end) = EntryFields.userName(octets) else { return nil }
        return PoolPasswdEntry(userName: name, secret: EntryFields.secret(octets, from: end))
    }

    /// Ends a last line that has no line feed, so that what comes behind it is a line of its own.
    private mutating func endLastLine() {
        guard let last = lines.lastIndex(where: { $0.count > 0 }), !lines[last].hasLineFeed else { return }
        lines.append(Line(start: text.count, count: 1, isWhole: false, hasLineFeed: true))
        text.append(UInt8(ascii: "\n"))
    }

    private func lineNumber(of index: Int) -> Int {
        1 + lines[..<index].count { $0.hasLineFeed && $0.count > 0 }
    }
}

/// An entry of ``PoolPasswdFile``.
public struct PoolPasswdEntry: ~Copyable, Sendable {
    /// The user, without backslashes.
    public let userName: [UInt8]

    /// What Pgpool-II takes for the secret: without backslashes, and at most 128 octets of it.
    public let secret: SecretBytes

    /// What the secret is.
    public let kind: EntryKind

    /// The line it is in, counted from 1.
    public internal(set) var lineNumber = 0

    /// Whether Pgpool-II uses it: it has a secret, and is the first of its user that has one.
    public internal(set) var isUsed = true

    init(userName: [UInt8], secret: consuming SecretBytes) {
        self.userName = userName
        kind = EntryKind(of: secret.span)
        self.secret = secret
    }
}

/// Whether there is a line feed or an octet of value zero, after either of which nothing is read.
private func hasLineBreak(_ octets: Span<UInt8>) -> Bool {
    var found = hasZeroOctet(octets)
    for index in octets.indices where octets[index] == UInt8(ascii: "\n") { found = true }
    return found
}
