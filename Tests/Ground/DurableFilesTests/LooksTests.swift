import Glibc
import TestSupport
import Testing

@testable import DurableFiles

/// What comes along where a file takes the place of another. `setfacl` and `setfattr` make it, `getfacl` and `getfattr`
/// say what came of it.
@Suite("Access control lists and extended attributes")
struct LooksTests {
    private let place: TemporaryFolder
    private let folder: Folder

    init() throws {
        place = try TemporaryFolder()
        try #require(mkdir(place.path("set"), 0o755) == 0)
        folder = try Folder(place.path("set"))
        for name in ["key", "other"] { try place.write("old", to: "set/" + name, mode: 0o640) }
    }

    /// Whether a program could set something here; not every machine has it, nor every file system.
    private func set(_ program: String, _ arguments: [String], _ name: String) throws -> Bool {
        guard let program = Program.find(program) else { return false }
        let outcome = try program.run(arguments + [place.path(name)])
        if outcome.status == 0 { return true }
        #expect(outcome.errorText.contains("not supported"), "\(outcome.errorText)")
        return false
    }

    private func list(_ name: String) throws -> String {
        let getfacl = try #require(Program.find("getfacl"))
        return try getfacl.run(["-c", "-n", "-E", place.path(name)]).text
    }

    /// The three ways in which a file is replaced.
    enum Way: CaseIterable { case single, set, exchange }

    private func replace(_ name: String, _ way: Way, mode: UInt32, by text: String = "new") throws {
        let content = Array(text.utf8)
        let attributes = FileAttributes(mode: mode)
        switch way {
        case .single: try folder.replace(name, with: content.span, attributes: attributes)
        case .set:
            let set = try FileSet(in: folder)
            try set.add(name, content.span, attributes: attributes)
            try set.commit()
        case .exchange:
            let exchange = try FolderExchange(of: "set", in: Folder(place.path))
            try exchange.put(name, content.span, attributes: attributes)
            #expect(try exchange.commit())
        }
        #expect(try place.text("set/" + name) == text)
    }

    @Test("A list comes along, and the mode limits what it lets in", arguments: Way.allCases)
    func accessList(way: Way) throws {
        // 1234 may read; the group may not, though the mode's group bits, which are the mask, look as if.
        guard try set("setfacl", ["-m", "u:1234:r,g::-,m::r"], "set/key") else { return }
        #expect(try folder.status(of: "key")?.mode == 0o640)
        try replace("key", way, mode: 0o640)
        #expect(try list("set/key") == "user::rw-\nuser:1234:r--\ngroup::---\nmask::r--\nother::---\n\n")
        try replace("key", way, mode: 0o600)
        #expect(try list("set/key") == "user::rw-\nuser:1234:r--\ngroup::---\nmask::---\nother::---\n\n")
    }

    @Test("At no step does what is prepared let anybody in whom the file will not", arguments: Way.allCases)
    func noRightMeanwhile(way: Way) throws {
        guard try set("setfacl", ["-m", "u:1234:rw,g:4321:r,m::rw"], "set/key") else { return }
        let path = place.path
        let old = try #require(fileStatus(place.path("set/key"))).st_ino
        let interception = FileInterception { operation, _ throws(FileError) in
            for entry in Self.filesBelow(path) where entry.hasSuffix(".new") || entry.contains(".new/") {
                guard let status = fileStatus(entry), status.st_mode & S_IFMT == S_IFREG, status.st_ino != old
                else { continue }
                // What stays has a second name, and a mode of its own.
                if status.st_nlink == 1 {
                    #expect(status.st_mode & 0o077 == 0, "\(entry) before \(operation)")
                }
            }
        }
        try FileInterception.$current.withValue(interception) { try replace("key", way, mode: 0o600) }
    }

    private static func filesBelow(_ path: String) -> [String] {
        guard let folder = try? Folder(path), let names = try? folder.descriptor.names() else { return [] }
        return names.map { path + "/" + $0 }.flatMap { [$0] + filesBelow($0) }
    }

    @Test(
        "A list that the folder gives to all that is made in it is none of a file that had none",
        arguments: Way.allCases
    )
    func inherited(way: Way) throws {
        guard try set("setfacl", ["-d", "-m", "u:1234:rwx"], "set") else { return }
        let folderList = try list("set")
        try replace("key", way, mode: 0o640)
        #expect(try list("set/key") == "user::rw-\ngroup::r--\nother::---\n\n")
        #expect(try list("set") == folderList)
    }

    @Test("The folder's own lists come along when it is exchanged, and none that it inherits")
    func folderLists() throws {
        guard try set("setfacl", ["-m", "u:1234:rx"], "set"),
            try set("setfacl", ["-d", "-m", "g:4321:r"], "set"),
            try set("setfattr", ["-n", "user.note", "-v", "the operator's"], "set")
        else { return }
        let before = try list("set")
        try replace("key", .exchange, mode: 0o600)
        #expect(try list("set") == before)
        #expect(try attribute("user.note", "set") == "the operator's")
        _ = try set("setfacl", ["-b"], "set")
        _ = try set("setfacl", ["-d", "-m", "u:77:rwx"], ".")
        try replace("key", .exchange, mode: 0o600)
        #expect(try list("set") == "user::rwx\ngroup::r-x\nother::r-x\n\n")
    }

    private func attribute(_ name: String, _ path: String) throws -> String {
        let getfattr = try #require(Program.find("getfattr"))
        return try getfattr.run(["--only-values", "-n", name, place.path(path)]).text
    }

    @Test(
        "Extended attributes come along, but for what belongs to the content or to a program",
        arguments: Way.allCases
    )
    func attributes(way: Way) throws {
        guard try set("setfattr", ["-n", "user.note", "-v", "the operator's"], "set/key") else { return }
        let isRoot = geteuid() == 0
        if isRoot {
            _ = try set("setfattr", ["-n", "trusted.note", "-v", "root's"], "set/key")
            _ = try set("setfattr", ["-n", "security.note", "-v", "a module's"], "set/key")
            _ = try set("setfattr", ["-n", "trusted.overlay.note", "-v", "x"], "set/key")
            _ = try set("setfattr", ["-n", "user.overlay.note", "-v", "x"], "set/key")
            // A digest as IMA stores one (SHA-1), and a seal of EVM; a kernel that has either may refuse them.
            for name in ["security.ima", "security.evm"] {
                let digest = "0x01" + String(repeating: "5a", count: 20)
                _ = try Program.find("setfattr")?.run(["-n", name, "-v", digest, place.path("set/key")])
            }
            // cap_net_bind_service=ep, of version 2.
            let capability = "0x0100000200040000000000000000000000000000"
            #expect(try set("setfattr", ["-n", "security.capability", "-v", capability], "set/key"))
        }
        // Nothing is written, since a write takes a program's rights away by itself.
        try replace("key", way, mode: 0o640, by: "")
        #expect(try attribute("user.note", "set/key") == "the operator's")
        guard isRoot else { return }
        #expect(try attribute("trusted.note", "set/key") == "root's")
        #expect(try attribute("security.note", "set/key") == "a module's")
        #expect(try attribute("trusted.overlay.note", "set/key") == "")
        #expect(try attribute("user.overlay.note", "set/key") == "")
        #expect(try attribute("security.capability", "set/key") == "")
        #expect(try attribute("security.ima", "set/key") == "")
        #expect(try attribute("security.evm", "set/key") == "")
    }

    @Test("What a file system keeps for itself, and whatever nobody knows, is not carried")
    func carried() {
        for name in [
            "user.note", "security.selinux", "trusted.note", "system.posix_acl_access",
            "system.posix_acl_default",
        ] {
            #expect(ExtendedAttributes.isCarried(name))
        }
        for name in [
            "btrfs.compression", "system.nfs4_acl", "users", "trusted.overlay.origin", "security.ima",
        ] {
            #expect(!ExtendedAttributes.isCarried(name))
        }
    }

    @Test(
        "An attribute that cannot be given stays behind, where it lets nobody in",
        arguments: [EPERM, EACCES, EOPNOTSUPP]
    )
    func refusedAttribute(code: Int32) throws {
        guard try set("setfattr", ["-n", "user.note", "-v", "the operator's"], "set/key") else { return }
        let refused = FileInterception { operation, path throws(FileError) in
            if operation == .setAttribute { throw .system(operation, path: path, code: code) }
        }
        try FileInterception.$current.withValue(refused) { try replace("key", .single, mode: 0o600) }
        #expect(try attribute("user.note", "set/key") == "")
        guard try set("setfacl", ["-m", "u:1234:r"], "set/key") else { return }
        FileInterception.$current.withValue(refused) {
            #expect(throws: FileError.system(.setAttribute, path: place.path("set/key"), code: code)) {
                try folder.replace("key", with: [1].span, attributes: FileAttributes(mode: 0o600))
            }
        }
    }

    @Test("Of another user's file nothing comes along", .enabled(if: geteuid() == 0, "needs root"))
    func foreignAttributes() throws {
        guard try set("setfattr", ["-n", "user.note", "-v", "theirs"], "set/key") else { return }
        for (userID, owner, expected) in [(4711, 4711, "theirs"), (1, 4711, ""), (4712, 4711, "")]
            as [(uid_t, uid_t, String)]
        {
            #expect(chown(place.path("set/key"), userID, userID) == 0)
            let attributes = FileAttributes(mode: 0o640, owner: FileOwner(userID: owner, groupID: owner))
            try folder.replace("key", with: Array("new".utf8).span, attributes: attributes)
            #expect(try attribute("user.note", "set/key") == expected)
            _ = try set("setfattr", ["-n", "user.note", "-v", "theirs"], "set/key")
        }
        // What a file has of its own that is no list stays.
        let none = try ExtendedAttributes(of: folder.descriptor.openingFile("other").file)
        let file = try folder.descriptor.openingFile("key", writing: true).file
        try none.give(to: file, mode: 0o600)
        #expect(try attribute("user.note", "set/key") == "theirs")
    }

    @Test("A list lets in what the mode does, as chmod would make it of it", arguments: [true, false])
    func limited(hasMask: Bool) {
        // acl(5): owner, a user, the group, a mask, others; each of tag, rights and number, the lowest octet first.
        func list(_ owner: UInt8, _ group: UInt8, _ mask: UInt8, _ others: UInt8) -> [UInt8] {
            var list: [UInt8] = [2, 0, 0, 0, 1, 0, owner, 0, 255, 255, 255, 255]
            if hasMask { list += [2, 0, 7, 0, 0xD2, 4, 0, 0] }
            list += [4, 0, group, 0, 255, 255, 255, 255]
            if hasMask { list += [0x10, 0, mask, 0, 255, 255, 255, 255] }
            return list + [0x20, 0, others, 0, 255, 255, 255, 255]
        }
        for bits: UInt8 in 0...7 {
            for (owner, group, others): (UInt8, UInt8, UInt8) in [(bits, 7, 7), (7, bits, 7), (7, 7, bits)] {
                let mode = UInt32(owner) << 6 | UInt32(group) << 3 | UInt32(others)
                let expected = hasMask ? list(owner, 5, group, others) : list(owner, group, 0, others)
                #expect(AccessList.limited(list(6, 5, 4, 3), to: 0o4000 | mode) == expected)
            }
        }
        // What is cut off is left as it is.
        #expect(AccessList.limited([2, 0, 0, 0, 1, 0, 7], to: 0) == [2, 0, 0, 0, 1, 0, 7])
        #expect(AccessList.limited([], to: 0) == [])
    }

    @Test(
        "Attributes as large as Linux has them come along, and of more than a mebibyte none",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func largeAttributes() throws {
        let disk = place.path("disk")
        #expect(mkdir(disk, 0o700) == 0)
        guard mount("none", disk, "tmpfs", 0, "size=8m") == 0 else { return }
        defer { umount2(disk, Int32(MNT_DETACH)) }
        let file = try Folder(disk).descriptor.making("a", shownAs: "a")
        let value = [UInt8](repeating: 0x5A, count: 1 << 16)
        // Not every kernel has them on such a disk.
        guard (try? file.setAttribute("trusted.0", value)) != nil else { return }
        try file.setAttribute("trusted.0", value)
        #expect(try ExtendedAttributes(of: file).all == [.init(name: "trusted.0", value: value)])
        for number in 1..<16 { try file.setAttribute("trusted.\(number)", value) }
        #expect(try ExtendedAttributes(of: file).all.count == 16)
        try file.setAttribute("trusted.16", [1])
        #expect(throws: FileError.tooLarge(path: "a", limit: 1 << 20)) { try ExtendedAttributes(of: file) }
    }

    @Test(
        "What stays where a folder is exchanged is the same file, with its times and a second name elsewhere"
    )
    func stays() throws {
        try #require(link(place.path("set/other"), place.path("elsewhere")) == 0)
        let before = try #require(fileStatus(place.path("set/other")))
        try replace("key", .exchange, mode: 0o600)
        let after = try #require(fileStatus(place.path("set/other")))
        #expect(after.st_ino == before.st_ino && after.st_nlink == 2)
        #expect(after.st_mtim.tv_nsec == before.st_mtim.tv_nsec)
    }

    @Test(
        "Whatever a folder's owner exchanges meanwhile, nothing of root's is copied to him",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func exchangedMeanwhile() throws {
        let secret = place.path("secret")
        try place.write("root's own", to: "secret", mode: 0o600)
        let identity = try #require(fileStatus(secret)).st_ino
        let other = place.path("set/other")
        for isLink in [false, true] {
            var step = 0
            while true {
                unlink(other)
                try place.write("old", to: "set/other", mode: 0o644)
                #expect(chown(other, 4711, 4711) == 0 && chown(place.path("set"), 4711, 4711) == 0)
                let steps = Steps()
                let interception = FileInterception { [step] _, _ throws(FileError) in
                    guard steps.next() == step else { return }
                    unlink(other)
                    _ = isLink ? symlink(secret, other) : link(secret, other)
                }
                try FileInterception.$current.withValue(interception) {
                    try replace("key", .exchange, mode: 0o600)
                }
                for entry in Self.filesBelow(place.path) where entry != secret {
                    guard let status = fileStatus(entry), status.st_mode & S_IFMT == S_IFREG else { continue }
                    if status.st_ino == identity {
                        #expect(status.st_uid == 0 && status.st_mode & 0o7777 == 0o600)
                    } else {
                        let name = String(entry.dropFirst(place.path.count + 1))
                        #expect(try place.text(name) != "root's own", "\(entry), step \(step)")
                    }
                }
                if steps.value <= step { break }
                step += 1
            }
            #expect(step > 10)
        }
    }

    @Test("A folder that cannot be synchronized is none to fail for; a file is", arguments: [EINVAL, EBADF])
    func synchronizing(code: Int32) throws {
        let place = place
        let interception = FileInterception { operation, path throws(FileError) in
            if operation == .synchronize, path == place.path("set") {
                throw .system(operation, path: path, code: code)
            }
        }
        for way in Way.allCases {
            try FileInterception.$current.withValue(interception) { () throws in
                try replace("key", way, mode: 0o600)
            }
        }
        let folder = try Folder(place.path("set"))
        let onFile = FileInterception { operation, path throws(FileError) in
            if operation == .synchronize, path == place.path("set/key") {
                throw .system(operation, path: path, code: code)
            }
        }
        FileInterception.$current.withValue(onFile) {
            #expect(throws: FileError.system(.synchronize, path: place.path("set/key"), code: code)) {
                try folder.replace("key", with: Array("x".utf8).span, attributes: FileAttributes(mode: 0o600))
            }
        }
    }

    @Test("A group that cannot be given is an error where it makes a difference, and none where not")
    func group() throws {
        let owner = FileOwner(userID: geteuid(), groupID: 4712)
        let interception = FileInterception { operation, path throws(FileError) in
            if operation == .setOwner { throw .system(operation, path: path, code: EPERM) }
        }
        try FileInterception.$current.withValue(interception) {
            for mode: UInt32 in [0o600, 0o644, 0o755, 0o666] {
                let attributes = FileAttributes(mode: mode, owner: owner)
                try folder.replace("key", with: Array("new".utf8).span, attributes: attributes)
                #expect(try folder.status(of: "key")?.mode == mode)
            }
            for mode: UInt32 in [0o640, 0o604, 0o610, 0o601, 0o620, 0o602, 0o2644] {
                let attributes = FileAttributes(mode: mode, owner: owner)
                #expect(throws: FileError.system(.setOwner, path: place.path("set/key"), code: EPERM)) {
                    try folder.replace("key", with: Array("x".utf8).span, attributes: attributes)
                }
            }
        }
        #expect(try place.text("set/key") == "new")
        // Another user's file is no one's own by any mode; and with a list, the group's bits are another's.
        let other = FileAttributes(mode: 0o600, owner: FileOwner(userID: 4711, groupID: getegid()))
        let error = FileError.system(.setOwner, path: place.path("set/key"), code: EPERM)
        FileInterception.$current.withValue(interception) {
            #expect(throws: error) { try folder.replace("key", with: [1].span, attributes: other) }
        }
        guard try set("setfacl", ["-m", "u:1234:r"], "set/key") else { return }
        FileInterception.$current.withValue(interception) {
            #expect(throws: error) {
                try folder.replace(
                    "key",
                    with: [1].span,
                    attributes: FileAttributes(mode: 0o600, owner: owner)
                )
            }
        }
    }
}

/// What stands at a path, a symbolic link itself included.
private func fileStatus(_ path: String) -> stat? {
    var status = stat()
    return lstat(path, &status) == 0 ? status : nil
}
