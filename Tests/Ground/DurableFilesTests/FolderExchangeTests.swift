import Glibc
import Synchronization
import TestSupport
import Testing

@testable import DurableFiles

@Suite("Files of a folder that change as one")
struct FolderExchangeTests {
    private let place: TemporaryFolder
    private let around: Folder

    init() throws {
        place = try TemporaryFolder()
        try #require(mkdir(place.path("set"), 0o750) == 0)
        around = try Folder(place.path)
        try reset()
    }

    private func reset() throws {
        for name in place.names(in: "set") { unlink(place.path("set/" + name)) }
        for name in ["key", "certificate", "other"] { try place.write("old", to: "set/" + name, mode: 0o640) }
        #expect(symlink("key", place.path("set/link")) == 0)
    }

    private func exchange() throws -> Bool {
        let exchange = try FolderExchange(of: "set", in: around)
        let attributes = FileAttributes(mode: 0o600)
        try exchange.put("key", Array("new".utf8).span, attributes: attributes)
        try exchange.put("certificate", Array("new".utf8).span, attributes: attributes)
        exchange.remove("other")
        exchange.remove("none")
        return try exchange.commit()
    }

    /// What is in the set, links by their targets.
    private func present() throws -> [String: String] {
        var present: [String: String] = [:]
        for name in place.names(in: "set") {
            present[name] =
                name == "link" ? try around.folder("set").linkTarget(of: name) : try place.text("set/" + name)
        }
        return present
    }

    private let old = ["key": "old", "certificate": "old", "other": "old", "link": "key"]
    private let new = ["key": "new", "certificate": "new", "link": "key"]

    @Test("All are there at once, what is not named stays, and nothing is left beside")
    func whole() throws {
        try place.write("stays", to: "set/more", mode: 0o604)
        #expect(try exchange())
        #expect(try present() == new.merging(["more": "stays"]) { $1 })
        #expect(place.names() == ["set"])
        #expect(try around.status(of: "set")?.mode == 0o750)
        #expect(try around.folder("set").status(of: "more")?.mode == 0o604)
        #expect(try around.folder("set").status(of: "key")?.mode == 0o600)
    }

    @Test(
        "A kill or a full disk at any step leaves all of the old files or all of the new",
        arguments: [false, true]
    )
    func interruptions(isKill: Bool) throws {
        var step = 0
        while true {
            try reset()
            let kind: Interruption = isKill ? .kill : .failure(ENOSPC)
            let (wasReached, _) = interrupted(atStep: step, by: kind, largestWrite: 2) { _ = try exchange() }
            try tidyUp(around)
            #expect(place.names() == ["set"], "step \(step)")
            let now = try present()
            #expect(now == old || now == new, "step \(step)")
            guard wasReached else { break }
            step += 1
        }
        #expect(step > 20)
    }

    @Test("Where a name is not UTF-8 nothing is exchanged; a link's target may be what it likes")
    func notUTF8() throws {
        let set = open(place.path("set"), O_RDONLY | O_DIRECTORY)
        defer { close(set) }
        // "café" in Latin-1.
        let latin: [CChar] = [0x63, 0x61, 0x66, CChar(bitPattern: 0xE9), 0]
        close(openat(set, latin, O_WRONLY | O_CREAT, 0o600))
        #expect(try !exchange())
        #expect(try around.folder("set").status(of: "key")?.byteCount == 3)
        let named = #expect(throws: FileError.self) { try around.folder("set").names() }
        #expect(named == .notUTF8(path: place.path("set/caf\u{FFFD}")))
        #expect(try !around.removeFolderIfEmpty("set"))
        #expect(faccessat(set, latin, F_OK, 0) == 0)
        unlinkat(set, latin, 0)

        #expect(try present() == old)
        try tidyUp(around)
        #expect(place.names() == ["set"])
        symlinkat(latin, set, "latin")
        #expect(try exchange())
        var target = [CChar](repeating: 0, count: 10)
        #expect(readlink(place.path("set/latin"), &target, target.count) == 4)
        #expect(target.prefix(5).elementsEqual(latin))
    }

    @Test("What another program puts into the folder until it is exchanged is there afterwards")
    func latecomers() throws {
        try place.write("stays", to: "set/more")
        let place = place
        let interception = FileInterception { operation, path throws(FileError) in
            guard operation == .rename, path == place.path("set") else { return }
            try? place.write("late", to: "set/late")
            try? place.write("later", to: "set/prepared")
            rename(place.path("set/prepared"), place.path("set/more"))
        }
        #expect(try FileInterception.$current.withValue(interception) { try exchange() })
        #expect(try present() == new.merging(["late": "late", "more": "later"]) { $1 })
        #expect(place.names() == ["set"])
    }

    @Test("Once the folders are exchanged, an old one that stays is no failure")
    func stuckOld() throws {
        let twins = place.path(".pki-")
        let interception = FileInterception { operation, path throws(FileError) in
            if operation == .remove, path.utf8.starts(with: twins.utf8) {
                throw .system(operation, path: path, code: EIO)
            }
        }
        let isDone = try FileInterception.$current.withValue(interception) { try exchange() }
        #expect(isDone)
        #expect(try present() == new)
        try tidyUp(around)
        #expect(place.names() == ["set"])
    }

    @Test("An exchange that cannot begin leaves nothing")
    func failedBeginning() throws {
        let set = place.path("set")
        let interception = FileInterception { operation, path throws(FileError) in
            if operation == .setMode { throw .system(operation, path: path, code: EIO) }
        }
        FileInterception.$current.withValue(interception) {
            #expect(throws: FileError.system(.setMode, path: set, code: EIO)) { try exchange() }
        }
        #expect(place.names() == ["set"])
        #expect(throws: FileError.invalidName("../x")) {
            try FolderExchange(of: "set", in: around).put(
                "../x",
                [1].span,
                attributes: FileAttributes(mode: 0o600)
            )
        }
        #expect(place.names() == ["set"])
    }

    @Test(
        "Each new file and the new folder are on the disk before the exchange, and that before the old one goes"
    )
    func synchronized() throws {
        let steps = Mutex<[String]>([])
        let prefix = place.path
        let interception = FileInterception { operation, path in
            guard [.synchronize, .rename].contains(operation) else { return }
            steps.withLock { $0.append("\(operation) \(path.dropFirst(prefix.count))") }
        }
        #expect(try FileInterception.$current.withValue(interception) { try exchange() })
        #expect(
            steps.withLock { $0 } == [
                "synchronize /set/key", "synchronize /set/certificate", "rename /set/key",
                "rename /set/certificate",
                "synchronize /set", "rename /set", "synchronize ",
            ]
        )
    }

    @Test("A second name that cannot be is no exchange; a fault of the disk is an error")
    func unlinked() throws {
        let path = place.path("set/other")
        for code in [EPERM, EACCES, EXDEV, EMLINK, EOPNOTSUPP, ENOSYS, EIO] {
            let interception = FileInterception { operation, there throws(FileError) in
                if operation == .make, there == path { throw .system(.make, path: path, code: code) }
            }
            try FileInterception.$current.withValue(interception) {
                if code == EIO {
                    #expect(throws: FileError.system(.make, path: path, code: code)) { try exchange() }
                } else {
                    let isDone = try exchange()
                    #expect(!isDone)
                }
            }
            #expect(try present() == old && place.names() == ["set"])
        }
    }

    @Test("A folder that somebody makes in the old one at the last instant is not removed with it")
    func lateFolder() throws {
        let place = place
        let interception = FileInterception { operation, path throws(FileError) in
            guard operation == .synchronize, path == place.path,
                let left = place.names().first(where: Leftover.isOne)
            else { return }
            mkdir(place.path(left + "/theirs"), 0o700)
            try? place.write("theirs", to: left + "/theirs/file")
        }
        #expect(try FileInterception.$current.withValue(interception) { try exchange() })
        #expect(try present() == new)
        let left = try #require(place.names().first(where: Leftover.isOne))
        #expect(try place.text(left + "/theirs/file") == "theirs")
    }

    @Test("What cannot be copied, or not be exchanged, is said and left as it was")
    func refused() throws {
        let set = place.path("set")
        let interception = FileInterception { operation, path throws(FileError) in
            if operation == .rename, path == set { throw .system(operation, path: path, code: EINVAL) }
        }
        let isDone = try FileInterception.$current.withValue(interception) { try exchange() }
        #expect(!isDone)
        #expect(try present() == old)
        #expect(mkdir(place.path("set/inner"), 0o700) == 0)
        #expect(try !exchange())
        rmdir(place.path("set/inner"))
        #expect(try present() == old)
        #expect(place.names() == ["set"])
        #expect(symlink("set", place.path("other")) == 0)
        #expect(throws: FileError.symbolicLink(path: place.path("other"))) {
            try FolderExchange(of: "other", in: around)
        }
    }
}
