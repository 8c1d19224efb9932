internal import DurableFiles
internal import SecretMemory

extension StateWriter {
    mutating func append(_ state: FileState) {
        switch state {
        case .absent: append("absent")
        case .file(let content, let attributes):
            append("file")
            append(content)
            append(attributes)
        case .link(let target, let owner):
            append("link")
            append(target)
            append(owner)
        case .folder(let attributes):
            append("folder")
            append(attributes)
        }
    }

    mutating func append(_ trace: Trace) {
        switch trace {
        case .state(let state):
            append("state")
            append(state)
        case .secret(let digest, let attributes):
            append("secret")
            append(digest: digest)
            append(attributes)
        case .poolPasswords(let digest, let attributes, let entries):
            append("entries")
            append(digest: digest)
            append(attributes)
            append(entries.count)
            for entry in entries {
                append(SharedSecret(copying: entry.userName.span))
                append(digest: entry.digest ?? [])
            }
        }
    }

    /// A stored password; for none, an empty value, which no server stores.
    mutating func append(_ stored: SharedSecret?) {
        append(stored ?? SharedSecret(copying: [UInt8]().span))
    }

    mutating func append(digest: [UInt8]) {
        append(SharedSecret(copying: digest.span))
    }

    private mutating func append(_ attributes: FileAttributes) {
        append(Int(attributes.mode))
        append(attributes.owner)
    }

    private mutating func append(_ owner: FileOwner?) {
        append(owner.map { "\($0.userID) \($0.groupID)" } ?? "")
    }
}

extension StateReader {
    mutating func kind() throws(Refusal) -> FileChange.Kind {
        guard let kind = FileChange.Kind(rawValue: try text()) else {
            throw Refusal(reason: "unknown kind of change")
        }
        return kind
    }

    mutating func state() throws(Refusal) -> FileState {
        switch try text() {
        case "absent": return .absent
        case "file":
            let content = try content()
            return .file(content, try attributes(refusing: FileState.refusedOfFiles))
        case "link":
            let target = try text()
            return .link(target, owner: try owner())
        case "folder": return .folder(try attributes(refusing: FileState.refusedOfFolders))
        default: throw Refusal(reason: "unknown type of file")
        }
    }

    mutating func trace() throws(Refusal) -> Trace {
        switch try text() {
        case "state": return .state(try state())
        case "secret":
            return .secret(
                digest: try digest(),
                try attributes(refusing: FileState.refusedOfFiles)
            )
        case "entries":
            let digest = try digest()
            let attributes = try attributes(refusing: FileState.refusedOfFiles)
            var entries: [Trace.Entry] = []
            for _ in 0..<(try number()) {
                let name = try content().publicBytes
                entries.append(Trace.Entry(userName: name, digest: try digestIfAny()))
            }
            return .poolPasswords(digest: digest, attributes, entries: entries)
        default: throw Refusal(reason: "unknown kind of trace")
        }
    }

    mutating func stored() throws(Refusal) -> SharedSecret? {
        let content = try content()
        return content.count == 0 ? nil : content
    }

    mutating func digest() throws(Refusal) -> [UInt8] {
        guard let digest = try digestIfAny() else { throw Refusal(reason: "a digest is missing") }
        return digest
    }

    /// A digest, or `nil` for an empty value.
    private mutating func digestIfAny() throws(Refusal) -> [UInt8]? {
        let digest = try content().publicBytes
        guard digest.isEmpty || digest.count == 32 else {
            throw Refusal(reason: "a digest is not 32 bytes long")
        }
        return digest.isEmpty ? nil : digest
    }

    /// Mode and owner; a mode with one of the `refused` bits is none that this tool would have recorded.
    private mutating func attributes(refusing refused: UInt32) throws(Refusal) -> FileAttributes {
        guard let mode = UInt32(exactly: try number()), mode <= 0o7777, mode & refused == 0 else {
            throw Refusal(reason: "invalid file mode")
        }
        return FileAttributes(mode: mode, owner: try owner())
    }

    private mutating func owner() throws(Refusal) -> FileOwner? {
        let text = try text()
        if text.isEmpty { return nil }
        let numbers = text.utf8.split(separator: UInt8(ascii: " ")).map { UInt32(String(Substring($0))) }
        guard numbers.count == 2, let user = numbers[0], let group = numbers[1] else {
            throw Refusal(reason: "invalid owner")
        }
        return FileOwner(userID: user, groupID: group)
    }
}
