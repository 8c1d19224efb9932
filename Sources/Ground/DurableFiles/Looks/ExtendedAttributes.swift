internal import Glibc

/// What a file or folder has besides content, owner and mode: its access control lists and extended attributes.
struct ExtendedAttributes {
    /// One of them, such as `user.origin`.
    struct Attribute: Equatable {
        let name: String
        var value: [UInt8]
    }

    private(set) var all: [Attribute] = []

    /// The most octets of all values of one file, which may be another user's.
    static let byteLimit = 1 << 20

    /// Those of `file` that belong to what takes its place; none where the file system has no such thing.
    init(of file: Descriptor) throws(FileError) {
        var count = 0
        for name in try file.attributeNames() where Self.isCarried(name) {
            guard let value = try file.attribute(name) else { continue }
            count += value.count
            guard count <= Self.byteLimit else { throw .tooLarge(path: file.path, limit: Self.byteLimit) }
            all.append(Attribute(name: name, value: value))
        }
    }

    /// Whether there is a list of who may do what, of which the mode's group bits are the mask.
    var hasAccessList: Bool { all.contains { $0.name == AccessList.name } }

    /// Gives them to a file or folder that is prepared to take the place, and takes away the lists that it inherited
    /// from the folder around it.
    ///
    /// The list comes with the rights of `mode` in it: at no instant does it let in more than the file will in the end.
    func give(to prepared: Descriptor, mode: UInt32) throws(FileError) {
        let names = Set(all.map(\.name))
        for name in try prepared.attributeNames()
        where AccessList.names.contains(name) && !names.contains(name) {
            try prepared.removeAttribute(name)
        }
        for attribute in all {
            if AccessList.names.contains(attribute.name) {
                let value =
                    attribute.name == AccessList.name
                    ? AccessList.limited(attribute.value, to: mode) : attribute.value
                try prepared.setAttribute(attribute.name, value)
            } else {
                try giveIfAllowed(attribute, to: prepared)
            }
        }
    }

    /// What the system reserves for root, or has for no file here, stays behind: it lets nobody in.
    private func giveIfAllowed(_ attribute: Attribute, to prepared: Descriptor) throws(FileError) {
        do {
            try prepared.setAttribute(attribute.name, attribute.value)
        } catch .system(_, _, EPERM), .system(_, _, EACCES), .system(_, _, EOPNOTSUPP), .system(_, _, ENOSYS)
        {
            return
        }
    }

    /// Whether an attribute is one of the place, and not of the content or of how the file system stores it: the rights
    /// of a program, what was measured or signed of the content, and the layers of an overlay stay behind.
    static func isCarried(_ name: String) -> Bool {
        let staying = ["security.capability", "security.ima", "security.evm"]
        if AccessList.names.contains(name) { return true }
        if staying.contains(name) { return false }
        let isLayer = ["trusted.overlay.", "user.overlay."].contains { name.utf8.starts(with: $0.utf8) }
        return !isLayer && ["user.", "security.", "trusted."].contains { name.utf8.starts(with: $0.utf8) }
    }
}

/// The list of POSIX.1e (draft 17, withdrawn) that says who may do what, as Linux stores it in an extended attribute: a
/// version of four octets, then entries of a tag, rights and a number, in 2, 2 and 4 octets, the lowest first.
enum AccessList {
    /// The list that counts for the file itself.
    static let name = "system.posix_acl_access"
    /// That one, and the one that what is made in a folder inherits.
    static let names: Set = [name, "system.posix_acl_default"]

    private static let ownerTag = 0x01
    private static let groupTag = 0x04
    private static let maskTag = 0x10
    private static let othersTag = 0x20

    /// The list with the rights of `mode` for owner, mask and others, as `chmod` would set them afterwards. Where it
    /// has no mask, which is where it names nobody, the mode's group bits are the group's.
    static func limited(_ list: [UInt8], to mode: UInt32) -> [UInt8] {
        var list = list
        let entries = Array(stride(from: 4, to: list.count - list.count % 8, by: 8))
        let tags = entries.map { Int(list[$0]) | Int(list[$0 + 1]) << 8 }
        for (entry, tag) in zip(entries, tags) {
            switch tag {
            case ownerTag: list[entry + 2] = UInt8(mode >> 6 & 7)
            case maskTag: list[entry + 2] = UInt8(mode >> 3 & 7)
            case groupTag where !tags.contains(maskTag): list[entry + 2] = UInt8(mode >> 3 & 7)
            case othersTag: list[entry + 2] = UInt8(mode & 7)
            default: break
            }
        }
        return list
    }
}
