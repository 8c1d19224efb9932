internal import DurableFiles
internal import SecretMemory

/// The platform's list of what stays of a node when its container is made anew: one path a line, of a file or of a
/// folder with all that is in it.
struct RedeployList {
    private let octets: [UInt8]

    init(_ octets: [UInt8]) {
        self.octets = octets
    }

    /// The list of a node; `nil` off the platform, where nobody reads one.
    init?(of layout: NodeLayout) throws(NodeEncryptionError) {
        guard try Self.isRead(layout) else { return nil }
        octets = try FileState.read(try ChangeList.realPath(layout.redeploy)).content?.publicBytes ?? []
    }

    /// Whether the platform reads the list of this node: it has made the folder that the list is in, and reads it too
    /// where no list is there yet.
    static func isRead(_ layout: NodeLayout) throws(NodeEncryptionError) -> Bool {
        do throws(FileError) {
            _ = try Folder.holding(layout.redeploy)
            return true
        } catch {
            if error.isMissing { return false }
            throw .file(error)
        }
    }

    /// Whether a path stays: it has a line, or a folder has that it is in.
    func keeps(_ path: String) -> Bool {
        let path = Array(path.utf8)
        return octets.split(separator: UInt8(ascii: "\n")).contains { line in
            // What an editor leaves at the end of a line, and what says no more than that it is a folder.
            let ignored = [UInt8(ascii: "\r"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "/")]
            guard let end = line.lastIndex(where: { !ignored.contains($0) }) else {
                return line.first == UInt8(ascii: "/")
            }
            // A path may end in one of these itself.
            return [line[...end], line].contains { kept in
                guard path.starts(with: kept) else { return false }
                return path.count == kept.count || path[kept.count] == UInt8(ascii: "/")
            }
        }
    }

    /// An earlier list with a line for each of `paths` that stays by this one and not by that; empty where none does.
    func keeping(_ paths: [String], besides earlier: [UInt8]) -> [UInt8] {
        let missing = paths.filter { keeps($0) && !RedeployList(earlier).keeps($0) }
        return missing.isEmpty ? [] : RedeployList(earlier).adding(missing)
    }

    /// The text of the list with a line for each of `paths` that would not stay.
    func adding(_ paths: [String]) -> [UInt8] {
        var result = octets
        for path in paths where !RedeployList(result).keeps(path) {
            if let last = result.last, last != UInt8(ascii: "\n") { result.append(UInt8(ascii: "\n")) }
            result += Array(path.utf8) + [UInt8(ascii: "\n")]
        }
        return result
    }
}
