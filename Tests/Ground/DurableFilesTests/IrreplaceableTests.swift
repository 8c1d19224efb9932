import Glibc
import TestSupport
import Testing

@testable import DurableFiles

/// Files that nobody can replace: a set of which one is such a file stays whole. `chattr` and `mount` say what they
/// are.
@Suite("Files that cannot be replaced", .enabled(if: geteuid() == 0, "needs root"))
struct IrreplaceableTests {
    private let place: TemporaryFolder
    private let around: Folder

    init() throws {
        place = try TemporaryFolder()
        try #require(mkdir(place.path("set"), 0o755) == 0)
        for name in ["a", "b", "c"] { try place.write("old", to: "set/" + name) }
        around = try Folder(place.path)
    }

    private func put() throws {
        let set = try FileSet(in: around.folder("set"))
        for name in ["a", "b", "c"] {
            try set.add(name, Array("new".utf8).span, attributes: FileAttributes(mode: 0o600))
        }
        try set.commit()
    }

    private func exchange() throws -> Bool {
        let exchange = try FolderExchange(of: "set", in: around)
        for name in ["a", "c"] {
            try exchange.put(name, Array("new".utf8).span, attributes: FileAttributes(mode: 0o600))
        }
        return try exchange.commit()
    }

    private func expectUntouched() throws {
        #expect(place.names() == ["set"])
        #expect(place.names(in: "set") == ["a", "b", "c"])
        for name in ["a", "b", "c"] {
            #expect(try place.text("set/" + name) == "old")
            #expect(try around.folder("set").status(of: name)?.nameCount == 1)
        }
    }

    @Test(
        "An immutable file, or one for appending only, keeps all of its set as it was",
        arguments: ["i", "a"]
    )
    func immutable(flag: String) throws {
        guard let chattr = Program.find("chattr") else { return }
        for name in ["a", "c"] {
            let path = place.path("set/" + name)
            // Not every file system has it.
            guard try chattr.run(["+" + flag, path]).status == 0 else { return }
            defer { _ = try? chattr.run(["-" + flag, path]) }
            let error = #expect(throws: FileError.self) { try put() }
            #expect(error == .irreplaceable(path: path, code: EPERM))
            #expect(
                error?.description
                    == "\(path) cannot be replaced, since it is immutable or for appending only; see lsattr and chattr"
            )
            try expectUntouched()
            let isExchanged = try exchange()
            #expect(!isExchanged)
            try expectUntouched()
        }
    }

    @Test("A single file that is immutable, or for appending only, is named", arguments: ["i", "a"])
    func single(flag: String) throws {
        let path = place.path("set/a")
        guard let chattr = Program.find("chattr"), try chattr.run(["+" + flag, path]).status == 0 else {
            return
        }
        defer { _ = try? chattr.run(["-" + flag, path]) }
        let content = Array("new".utf8)
        let error = #expect(throws: FileError.self) {
            try Folder(place.path("set")).replace(
                "a",
                with: content.span,
                attributes: FileAttributes(mode: 0o600)
            )
        }
        #expect(error == .irreplaceable(path: path, code: EPERM))
        #expect(error?.deniesChange == true)
        try expectUntouched()
    }

    @Test(
        "A folder that is immutable, or for appending only, gets nothing that would stay",
        arguments: ["i", "a"]
    )
    func unchangeableFolder(flag: String) throws {
        let path = place.path("set")
        guard let chattr = Program.find("chattr"), try chattr.run(["+" + flag, path]).status == 0 else {
            return
        }
        defer { _ = try? chattr.run(["-" + flag, path]) }
        #expect(throws: FileError.irreplaceable(path: path, code: EPERM)) { try put() }
        #expect(try !exchange())
        try expectUntouched()
    }

    @Test("A flag that lets a folder be changed keeps nothing of it")
    func otherFlag() throws {
        // To be wiped on removal, which no file system does.
        guard let chattr = Program.find("chattr"), try chattr.run(["+s", place.path("set")]).status == 0
        else {
            return
        }
        try put()
        #expect(try place.text("set/a") == "new")
    }

    @Test(
        "A file that is a mount of its own keeps all of its set as it was, with the mount",
        arguments: ["a", "c"]
    )
    func mounted(name: String) throws {
        let path = place.path("set/" + name)
        try place.write("old", to: "elsewhere")
        guard mount(place.path("elsewhere"), path, "", UInt(MS_BIND), nil) == 0 else { return }
        do {
            defer { umount2(path, Int32(MNT_DETACH)) }
            unlink(place.path("elsewhere"))
            let error = #expect(throws: FileError.self) { try put() }
            #expect(error == .irreplaceable(path: path, code: EXDEV))
            #expect(
                error?.description
                    == "\(path) cannot be replaced, since it is a mount of its own; unmount it first"
            )
            #expect(place.names(in: "set") == ["a", "b", "c"])
            #expect(try !exchange())
            #expect(place.names() == ["set"])
        }
        try expectUntouched()
    }
}
