public import SecretMemory

/// A `pool_passwd`, read as Pgpool-II reads it and kept byte for byte.
///
/// An entry is a line `user:secret`. Pgpool-II knows no comments: whatever has a colon is an entry, and what has none
/// is passed over; both stay as they are here. Of several entries of one user it uses the first with a secret. Only
/// a line that is set or removed changes, and a missing line feed at the end is mended when one is added behind it.
///
/// Reading takes one pass, and looking a user up does not depend on how many there are. The memory is the content, what
/// is set, and about 32 octets an entry; there are fewer than 2³² lines. Leaks: everything but the secrets, which are
/// passwords in the open where the operator has them so; of them the counts, and where colons and backslashes are in
/// them.
public struct PoolPasswdFile: ~Copyable, Sendable {
    /// The content as it was read.
    private let original: SecretBytes
    /// Every line that was set since.
    private var added = SecretText()
    private var lines: [PoolPasswdLine] = []
    private var users = UserIndex()

    /// Reads a file's content; any octets will do.
    public init(_ content: consuming SecretBytes) {
        original = content
        var start = 0
        var continuesLine = false
        lines.reserveCapacity(Self.lineFeedCount(original.span) + 1)
        while start < original.count {
            let read = ReadLine(original.span, from: start, limit: PgpoolLimits.line)
            let isWhole = !continuesLine && (read.hasLineFeed || read.end == original.count)
            append(
                PoolPasswdLine(
                    start..<read.end,
                    isAdded: false,
                    isWhole: isWhole,
                    hasLineFeed: read.hasLineFeed
                )
            )
            let hash = EntryFields.withUserName(original.span.extracting(read.text)) { name, _ in
                UserIndex.hash(name)
            }
            if let hash { link(lines.count - 1, hash) }
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
            // Lines that lie behind one another are copied at once.
            var start = 0
            while start < lines.count {
                let first = lines[start]
                var end = first.range.upperBound
                start += 1
                while start < lines.count, lines[start].start == end, lines[start].isAdded == first.isAdded {
                    end = lines[start].range.upperBound
                    start += 1
                }
                output.append(copying: octets(first.start..<end, isAdded: first.isAdded))
            }
        }
    }

    /// The entry that Pgpool-II uses for a user, or `nil` where it finds none.
    public func entry(of userName: [UInt8]) -> PoolPasswdEntry? {
        guard let line = usedLine(of: userName.span) else { return nil }
        return entry(at: line)
    }

    /// Gives every entry to `body`, in the order of the file.
    public func forEachEntry<Failure: Error>(
        _ body: (borrowing PoolPasswdEntry) throws(Failure) -> Void
    ) throws(Failure) {
        var lineNumber = 1
        var areUsed: [Int: Bool] = [:]
        for index in lines.indices {
            if var entry = entry(at: index) {
                entry.lineNumber = lineNumber
                entry.isUsed = isUsed(index, hasSecret: entry.secret.count > 0, &areUsed)
                try body(entry)
            }
            if lines[index].endsLine { lineNumber += 1 }
        }
    }

    /// Gives every entry that Pgpool-II uses to `body`, by the index of its line and its secret.
    package func forEachUsedEntry(_ body: (Int, Span<UInt8>) -> Void) {
        var areUsed: [Int: Bool] = [:]
        for index in lines.indices {
            withSecret(of: index) { secret in
                if isUsed(index, hasSecret: secret.count > 0, &areUsed) { body(index, secret) }
            }
        }
    }

    /// How many lines there are, those that were removed counted, and parts of long ones each.
    package var lineCount: Int { lines.count }

    /// The index of the line that Pgpool-II uses for a user.
    package func usedLine(of userName: Span<UInt8>) -> Int? {
        guard let slot = slot(of: userName, UserIndex.hash(userName)) else { return nil }
        let last = users[slot]
        var line = last
        repeat {
            line = Int(lines[line].next)
            if hasSecret(line) { return line }
        } while line != last
        return nil
    }

    /// Makes room for so many octets of lines that are set.
    package mutating func reserve(octets: Int) { added.reserve(octets) }

    /// Makes `secret` the secret of the user's first entry, or of a new one at the end.
    ///
    /// The secret is written as it stands, with a backslash where Pgpool-II needs one: what
    /// ``PoolKey/entry(for:)-(Span<UInt8>)`` gives, or ``EntryKind/textEntry(for:)-(Span<UInt8>)``. The whole line is
    /// replaced. Throws ``PgpoolPasswordsError/emptyUserName``, ``PgpoolPasswordsError/userNameTooLong(count:)``,
    /// ``PgpoolPasswordsError/unusableUserName``, ``PgpoolPasswordsError/emptySecret``,
    /// ``PgpoolPasswordsError/secretTooLong(count:)``, ``PgpoolPasswordsError/unusableSecret`` or
    /// ``PgpoolPasswordsError/entryInLongLine(line:)``, and changes nothing where it does.
    public mutating func set(_ userName: [UInt8], to secret: Span<UInt8>) throws(PgpoolPasswordsError) {
        try set(userName: userName.span, to: secret)
    }

    /// Does as ``set(_:to:)-([UInt8],_)``, for a name that lies in another text.
    package mutating func set(
        userName: Span<UInt8>,
        to secret: Span<UInt8>
    ) throws(PgpoolPasswordsError) {
        guard userName.count > 0 else { throw .emptyUserName }
        guard userName.count <= PgpoolLimits.userName else { throw .userNameTooLong(count: userName.count) }
        guard !hasLineBreak(userName) else { throw .unusableUserName }
        guard secret.count > 0 else { throw .emptySecret }
        guard secret.count <= PgpoolLimits.secret else { throw .secretTooLong(count: secret.count) }
        guard !hasLineBreak(secret) else { throw .unusableSecret }
        let hash = UserIndex.hash(userName)
        let first = slot(of: userName, hash).map { Int(lines[users[$0]].next) }
        if let first, !lines[first].isWhole { throw .entryInLongLine(line: lineNumber(of: first)) }
        if first == nil { endLastLine() }

        let start = added.count
        EntryFields.append(userName, to: &added)
        added.append(UInt8(ascii: ":"))
        EntryFields.append(secret, to: &added)
        added.append(UInt8(ascii: "\n"))
        if let first {
            lines[first].replace(with: start..<added.count)
        } else {
            append(PoolPasswdLine(start..<added.count, isAdded: true, isWhole: true, hasLineFeed: true))
            link(lines.count - 1, hash)
        }
    }

    /// Removes every entry of a user; how many there were.
    ///
    /// Throws ``PgpoolPasswordsError/entryInLongLine(line:)``, and changes nothing where it does.
    public mutating func remove(_ userName: [UInt8]) throws(PgpoolPasswordsError) -> Int {
        guard let slot = slot(of: userName.span, UserIndex.hash(userName.span)) else { return 0 }
        let last = users[slot]
        var line = last
        repeat {
            line = Int(lines[line].next)
            guard lines[line].isWhole else { throw .entryInLongLine(line: lineNumber(of: line)) }
        } while line != last
        var removed = 0
        repeat {
            line = Int(lines[line].next)
            lines[line].remove()
            removed += 1
        } while line != last
        users.remove(slot: slot)
        return removed
    }

    /// Removes the entry that Pgpool-II uses for a user; of several entries the next one is then used. Does nothing
    /// where there is none.
    ///
    /// Throws ``PgpoolPasswordsError/entryInLongLine(line:)``, and changes nothing where it does.
    package mutating func removeUsedEntry(of userName: [UInt8]) throws(PgpoolPasswordsError) {
        guard let slot = slot(of: userName.span, UserIndex.hash(userName.span)) else { return }
        let last = users[slot]
        var line = last
        repeat {
            let previous = line
            line = Int(lines[line].next)
            guard hasSecret(line) else { continue }
            guard lines[line].isWhole else { throw .entryInLongLine(line: lineNumber(of: line)) }
            lines[line].remove()
            lines[previous].next = lines[line].next
            if line == previous { users.remove(slot: slot) } else if line == last { users[slot] = previous }
            return
        } while line != last
    }

    // MARK: Lines

    private mutating func append(_ line: PoolPasswdLine) {
        precondition(lines.count < UserIndex.limit, "the file has 2³² lines or more")
        lines.append(line)
    }

    /// Puts a line behind the others of its user, whose name has that hash.
    private mutating func link(_ line: Int, _ hash: UInt32) {
        let slot = users.slot(of: hash) { haveSameUser($0, line) }
        guard let slot else {
            lines[line].next = UInt32(line)
            users.insert(hash, line: line)
            return
        }
        let last = users[slot]
        lines[line].next = lines[last].next
        lines[last].next = UInt32(line)
        users[slot] = line
    }

    private func slot(of userName: Span<UInt8>, _ hash: UInt32) -> Int? {
        users.slot(of: hash) { line in
            EntryFields.withUserName(text(of: line)) { name, _ in areEqual(name, userName) } ?? false
        }
    }

    private func haveSameUser(_ one: Int, _ other: Int) -> Bool {
        EntryFields.withUserName(text(of: one)) { name, _ in
            EntryFields.withUserName(text(of: other)) { otherName, _ in areEqual(name, otherName) } ?? false
        } ?? false
    }

    /// The octets of a range of the text as it was read, or of what was added.
    @_lifetime(borrow self)
    private func octets(_ range: Range<Int>, isAdded: Bool) -> Span<UInt8> {
        if isAdded { return added.span.extracting(range) }
        return original.span.extracting(range)
    }

    /// What Pgpool-II takes a line for.
    @_lifetime(borrow self)
    private func text(of index: Int) -> Span<UInt8> {
        let line = octets(lines[index].range, isAdded: lines[index].isAdded)
        return line.extracting(ReadLine(line, from: 0, limit: PgpoolLimits.line).text)
    }

    /// Gives `body` the secret of a line's entry; `nil` where it has no entry.
    private func withSecret<Result: ~Copyable>(of index: Int, _ body: (Span<UInt8>) -> Result) -> Result? {
        let text = text(of: index)
        return EntryFields.withUserName(text) { _, end in EntryFields.withSecret(text, from: end, body) }
    }

    private func hasSecret(_ index: Int) -> Bool { withSecret(of: index) { $0.count > 0 } ?? false }

    private func entry(at index: Int) -> PoolPasswdEntry? {
        let text = text(of: index)
        return EntryFields.withUserName(text) { name, end in
            EntryFields.withSecret(text, from: end) { secret in
                PoolPasswdEntry(userName: [UInt8](copying: name), secret: SecretBytes(copying: secret))
            }
        }
    }

    /// Whether Pgpool-II uses a line that has an entry; asked of all of them in their order.
    ///
    /// - Parameter areUsed: what is known of the lines of users who have several.
    private func isUsed(_ index: Int, hasSecret: Bool, _ areUsed: inout [Int: Bool]) -> Bool {
        if Int(lines[index].next) == index { return hasSecret }
        if let isUsed = areUsed[index] { return isUsed }
        // The first of its user.
        var isFound = false
        var line = index
        repeat {
            let isFirst = !isFound && self.hasSecret(line)
            areUsed[line] = isFirst
            isFound = isFound || isFirst
            line = Int(lines[line].next)
        } while line != index
        return areUsed[index] ?? false
    }

    /// Ends a last line that has no line feed, so that what comes behind it is a line of its own.
    private mutating func endLastLine() {
        guard let last = lines.lastIndex(where: { $0.count > 0 }), !lines[last].endsLine else { return }
        let line = SecretBytes(copying: octets(lines[last].range, isAdded: lines[last].isAdded))
        let start = added.count
        added.append(contentsOf: line.span)
        added.append(UInt8(ascii: "\n"))
        lines[last].replace(with: start..<added.count)
    }

    private func lineNumber(of index: Int) -> Int {
        1 + lines[..<index].count { $0.endsLine }
    }

    private static func lineFeedCount(_ text: Span<UInt8>) -> Int {
        var count = 0
        for index in text.indices where text[index] == UInt8(ascii: "\n") { count += 1 }
        return count
    }
}

/// Whether two names, which are no secrets, are the same.
private func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    left.count == right.count && left.indices.allSatisfy { left[$0] == right[$0] }
}

/// Whether there is a line feed or an octet of value zero, after either of which nothing is read.
private func hasLineBreak(_ octets: Span<UInt8>) -> Bool {
    var found = hasZeroOctet(octets)
    for index in octets.indices where octets[index] == UInt8(ascii: "\n") { found = true }
    return found
}
