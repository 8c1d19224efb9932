import Glibc
import SecretMemory
import Synchronization
import TestSupport
import Testing

@testable import DurableFiles

@Suite("A file exchanged between look and opening")
struct OpeningTests {
    let place: TemporaryFolder
    let folder: Folder

    init() throws {
        place = try TemporaryFolder()
        folder = try Folder(place.path)
        try place.write("own", to: "a", mode: 0o640)
    }

    /// Runs `body`, with `exchange` done after a file was looked at, and before it is opened.
    private func exchanging(_ exchange: @escaping @Sendable () -> Void, _ body: () throws -> Void) rethrows {
        try FileInterception.$current.withValue(FileInterception(beforeOpening: { _ in exchange() })) {
            try body()
        }
    }

    @Test("content, mode and owner are all of the file that was opened")
    func together() throws {
        try place.write("another's", to: "b", mode: 0o604)
        let (old, new) = (place.path("b"), place.path("a"))
        try exchanging({ rename(old, new) }) {
            let file = try folder.readSecretFile("a", limit: 100)
            #expect(file.status.mode == 0o604)
            #expect(file.status.byteCount == 9)
            #expect([UInt8](copying: file.content.span) == Array("another's".utf8))
        }
    }

    @Test("a pipe is not waited for, and a link is not followed")
    func otherKinds() throws {
        let path = place.path("a")
        exchanging({
            unlink(path)
            mkfifo(path, 0o600)
        }) {
            #expect(throws: FileError.notRegular(path: path)) { try folder.read("a", limit: 100) }
        }
        try place.write("own", to: "b")
        let other = place.path("b")
        exchanging({
            unlink(other)
            symlink("/etc/passwd", other)
        }) {
            #expect(throws: FileError.symbolicLink(path: other)) { try folder.read("b", limit: 100_000) }
            #expect(throws: FileError.symbolicLink(path: other)) {
                _ = try SecretReading.file(other, links: .onTheWay, limit: 100_000)
            }
        }
    }

    @Test("mode and owner are not set of a file that took the name")
    func setting() throws {
        try place.write("root's", to: "victim", mode: 0o600)
        let (victim, path) = (place.path("victim"), place.path("a"))
        exchanging({
            unlink(path)
            link(victim, path)
        }) {
            #expect(throws: FileError.secondName(path: path)) {
                try folder.set(FileAttributes(mode: 0o666), of: "a")
            }
        }
        #expect(try folder.status(of: "victim")?.mode == 0o600)
    }

    @Test("a file that grows while it is read is not taken for whole")
    func growing() throws {
        let path = place.path("log")
        try place.write([UInt8](repeating: 0x61, count: 1 << 20), to: "log")
        let writer = WaitingThread { [place] in
            let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
            defer { close(file) }
            // Until both have seen it, and never so large that it is refused for that.
            while !place.names().contains("read") {
                for _ in 0..<256 { write(file, "0123456789abcdef", 16) }
                if lseek(file, 0, SEEK_END) > 4 << 20 { ftruncate(file, 1 << 20) }
            }
            return "done"
        }
        let error = FileError.changedWhileRead(path: path)
        let isSeen = eventually { refused(error) { _ = try folder.readSecretFile("log", limit: 1 << 24) } }
        #expect(isSeen)
        let locked = try folder.lockedFile("log")
        let isSeenInPlace = eventually { refused(error) { _ = try locked.read(limit: 1 << 24) } }
        #expect(isSeenInPlace)
        try place.write("", to: "read")
        #expect(writer.result() == "done")
    }

    /// Whether `body` throws that error.
    private func refused(_ error: FileError, _ body: () throws -> Void) -> Bool {
        do {
            try body()
            return false
        } catch let thrown {
            return thrown as? FileError == error
        }
    }

    @Test("what may be waited for is read to its end or to the limit; a folder never")
    func waited() throws {
        func read(_ path: String, limit: Int) throws -> Int {
            let file = try SecretReading.file(path, links: .any, waits: true, limit: limit)
            return file.content.count
        }
        #expect(try read(place.path("a"), limit: 3) == 3)
        #expect(throws: FileError.tooLarge(path: place.path("a"), limit: 2)) {
            try read(place.path("a"), limit: 2)
        }
        #expect(try read("/dev/null", limit: 0) == 0)
        #expect(throws: FileError.tooLarge(path: "/dev/zero", limit: 9)) { try read("/dev/zero", limit: 9) }
        #expect(throws: FileError.notRegular(path: place.path)) { try read(place.path, limit: 9) }
        // It says that it is empty.
        #expect(throws: FileError.tooLarge(path: "/proc/\(getpid())/status", limit: 9)) {
            try Folder("/proc/\(getpid())").read("status", limit: 9)
        }
    }

    @Test("what is open is read to its end, and what cannot be read is said by its name")
    func descriptors() throws {
        let file = open(place.path("a"), O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        #expect(throws: FileError.tooLarge(path: "standard input", limit: 2)) {
            _ = try SecretReading.descriptor(file, named: "standard input", limit: 2).count
        }
        lseek(file, 0, SEEK_SET)
        let content = try SecretReading.descriptor(file, named: "standard input", limit: 3)
        #expect([UInt8](copying: content.span) == Array("own".utf8))
        // More than is read at once.
        try place.write([UInt8](repeating: 0x61, count: 100_000), to: "large")
        let large = open(place.path("large"), O_RDONLY | O_CLOEXEC)
        defer { close(large) }
        let all = try SecretReading.descriptor(large, named: "standard input", limit: 100_000)
        #expect(all.count == 100_000)
        #expect(throws: FileError.system(.read, path: "standard input", code: EBADF)) {
            _ = try SecretReading.descriptor(-1, named: "standard input", limit: 2).count
        }
    }

    @Test("what is no regular file is not even opened")
    func unopened() throws {
        #expect(mkfifo(place.path("pipe"), 0o600) == 0)
        #expect(mkdir(place.path("folder"), 0o700) == 0)
        let count = Atomic(0)
        let counting = FileInterception(beforeOpening: { _ in count.add(1, ordering: .relaxed) })
        try FileInterception.$current.withValue(counting) {
            for path in [place.path("pipe"), place.path("folder"), "/dev/ptmx"] {
                for links in [SecretReading.Links.any, .trusted, .onTheWay] {
                    #expect(throws: FileError.notRegular(path: path)) {
                        _ = try SecretReading.file(path, links: links, limit: 100)
                    }
                }
            }
            #expect(throws: FileError.notRegular(path: place.path("pipe"))) {
                try folder.set(FileAttributes(mode: 0o640), of: "pipe")
            }
            #expect(count.load(ordering: .relaxed) == 0)
            _ = try folder.read("a", limit: 100)
            #expect(count.load(ordering: .relaxed) == 1)
        }
    }
}

@Suite("Files that may be somebody else's")
struct ForeignFileTests {
    let place: TemporaryFolder
    let folder: Folder

    init() throws {
        place = try TemporaryFolder()
        folder = try Folder(place.path)
        try place.write("x", to: "a", mode: 0o640)
    }

    private func read(_ purpose: SecretReading.Purpose) throws {
        _ = try folder.readSecretFile("a", limit: 100, for: purpose)
    }

    @Test("a second name is borne for a look, and for a change it is not")
    func secondName() throws {
        #expect(link(place.path("a"), place.path("backup")) == 0)
        try read(.looking)
        #expect(throws: FileError.secondName(path: place.path("a"))) { try read(.changing(ownedBy: nil)) }
        #expect(unlink(place.path("backup")) == 0)
        try read(.changing(ownedBy: nil))
    }

    @Test(
        "a foreign owner's file is not changed where he may have put it there himself",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func foreignOwner() throws {
        #expect(chown(place.path("a"), 4711, 4711) == 0)
        // Only root can have put it there.
        try read(.changing(ownedBy: nil))
        #expect(chmod(place.path, 0o1777) == 0)
        #expect(throws: FileError.foreignOwner(path: place.path("a"), userID: 4711)) {
            try read(.changing(ownedBy: FileOwner(userID: 26, groupID: 26)))
        }
        #expect(chown(place.path("a"), 1, 1) == 0)
        #expect(throws: FileError.foreignOwner(path: place.path("a"), userID: 1)) {
            try read(.changing(ownedBy: nil))
        }
        #expect(chown(place.path("a"), 4711, 4711) == 0)
        try read(.looking)
        try read(.changing(ownedBy: FileOwner(userID: 4711, groupID: 0)))
        for writable: mode_t in [0o720, 0o702] {
            #expect(chmod(place.path, writable) == 0)
            #expect(throws: FileError.foreignOwner(path: place.path("a"), userID: 4711)) {
                try read(.changing(ownedBy: nil))
            }
        }
        // Whoever may only look, or go through, cannot put anything there.
        #expect(chmod(place.path, 0o755) == 0)
        try read(.changing(ownedBy: nil))
        #expect(chown(place.path, 4711, 4711) == 0)
        try read(.changing(ownedBy: nil))
    }
}

@Suite("File systems that lack something")
struct LackingFileSystemTests {
    let place: TemporaryFolder
    let folder: Folder
    let attributes = FileAttributes(mode: 0o600)

    init() throws {
        place = try TemporaryFolder()
        folder = try Folder(place.path)
    }

    @Test(
        "a folder that cannot be synchronised is passed over, a file is not",
        arguments: [EINVAL, EBADF, EIO]
    )
    func synchronizing(code: Int32) {
        for refused in [place.path, place.path("a")] {
            let refusing = FileInterception { operation, path throws(FileError) in
                if operation == .synchronize, path == refused {
                    throw .system(operation, path: path, code: code)
                }
            }
            FileInterception.$current.withValue(refusing) {
                let bytes = Array("x".utf8)
                if refused == place.path, code != EIO {
                    #expect(throws: Never.self) {
                        try folder.replace("a", with: bytes.span, attributes: attributes)
                        try folder.synchronize()
                    }
                } else {
                    #expect(throws: FileError.system(.synchronize, path: refused, code: code)) {
                        try folder.replace("a", with: bytes.span, attributes: attributes)
                    }
                }
            }
        }
    }

    @Test("one line says what is missing: locks, or symbolic links")
    func lines() {
        let lock = FileError.system(.lock, path: "/mnt", code: ENOLCK).description
        #expect(lock.hasPrefix("the file system of /mnt has no locks (flock)"))
        let link = FileError.system(.makeLink, path: "/mnt/a", code: EPERM).description
        #expect(link.hasPrefix("the file system of /mnt/a has no symbolic links"))
        #expect(FileError.system(.lock, path: "/mnt", code: EIO).description.hasPrefix("cannot lock /mnt: "))
    }
}
