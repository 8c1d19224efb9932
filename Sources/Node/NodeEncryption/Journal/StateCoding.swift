internal import DurableFiles

extension StateWriter {
    mutating func append(_ state: FileState) {
        switch state {
        case .absent: append("absent")
        case .file(let content, let attributes):
            append("file")
            append(content)
            append(attributes)
        case .link(let target):
            append("link")
            append(target)
        case .folder(let attributes):
            append("folder")
            append(attributes)
        }
    }

    private mutating func append(_ attributes: FileAttributes) {
        append(Int(attributes.mode))
        append(attributes.owner.map { "\($0.userID) \($0.groupID)" } ?? "")
    }
}

extension StateReader {
    mutating func state() throws(Refusal) -> FileState {
        switch try text() {
        case "absent": return .absent
        case "file":
            let content = try content()
            return .file(content, try attributes())
        case "link": return .link(try text())
        case "folder": return .folder(try attributes())
        default: throw Refusal(reason: "a kind of file is unknown")
        }
    }

    private mutating func attributes() throws(Refusal) -> FileAttributes {
        guard let mode = UInt32(exactly: try number()), mode <= 0o7777 else {
            throw Refusal(reason: "a mode is none")
        }
        let text = try text()
        if text.isEmpty { return FileAttributes(mode: mode) }
        let numbers = text.split(separator: " ").map { UInt32($0) }
        guard numbers.count == 2, let user = numbers[0], let group = numbers[1] else {
            throw Refusal(reason: "an owner is none")
        }
        return FileAttributes(mode: mode, owner: FileOwner(userID: user, groupID: group))
    }
}
