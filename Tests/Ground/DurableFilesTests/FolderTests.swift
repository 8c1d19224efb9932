import DurableFiles
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite("Folders")
struct FolderTests {
    let place: TemporaryFolder

    init() throws {
        place = try TemporaryFolder()
    }

    @Test(
        "A missing folder is made with its attributes, those around it with 0755, and one that is there stays"
    )
    func making() throws {
        let path = place.path("x/y/z")
        let attributes = FileAttributes(mode: 0o2750)
        #expect(throws: FileError.system(.open, path: place.path("x"), code: ENOENT)) { try Folder(path) }
        #expect(try Folder(path, makingWith: attributes).status().mode == 0o2750)
        #expect(try Folder(place.path("x/y")).status().mode == 0o755)
        #expect(try Folder(path, makingWith: FileAttributes(mode: 0o700)).status().mode == 0o2750)
        #expect(place.names() == ["x"])
    }

    @Test("What cannot be made is named as it would be called, not as it is called meanwhile")
    func names() throws {
        let attributes = FileAttributes(mode: 0o600)
        let denied = FileInterception { operation, path throws(FileError) in
            throw .system(operation, path: path, code: EACCES)
        }
        let folder = try Folder(place.path)
        FileInterception.$current.withValue(denied) {
            #expect(throws: FileError.system(.makeFolder, path: place.path("new"), code: EACCES)) {
                try Folder(place.path("new"), makingWith: attributes)
            }
            #expect(throws: FileError.system(.make, path: place.path("a"), code: EACCES)) {
                try folder.replace("a", with: Array("x".utf8).span, attributes: attributes)
            }
        }
    }

    @Test("A relative path is walked from the working folder")
    func relative() throws {
        #expect(try Folder(".").names() == Folder(FileManager.default.currentDirectoryPath).names())
        for path in ["", "\0", "/tmp\0/x"] {
            #expect(throws: FileError.invalidName(path)) { try Folder(path) }
        }
        let lock = try Folder(".").lock()
        #expect(throws: FileError.locked(path: ".", seconds: 0)) {
            try Folder(".").lock(patience: .zero).release()
        }
        lock.release()
    }

    @Test("`..` leads out of the working folder, too, as often as it stands there")
    func aboveTheWorkingFolder() throws {
        let here = FileManager.default.currentDirectoryPath
        let names = here.split(separator: "/").map(String.init)
        try #require(names.count >= 2)
        for count in 1...names.count {
            let up = Array(repeating: "..", count: count).joined(separator: "/")
            let expected = try Folder("/" + names.dropLast(count).joined(separator: "/"))
            let folder = try Folder(up)
            #expect(folder.path == up)
            #expect(try folder.status() == expected.status(), "\(up)")
            let again = try Folder(up + "/" + names[names.count - count] + "/..")
            #expect(try again.status() == expected.status(), "\(up)")
        }
        #expect(try Folder("/..").path == "/")
        #expect(try Folder("/../..").status() == Folder("/").status())
        // Behind a name, it leads back, whatever stands between that means nothing.
        #expect(try Folder(place.path + "/./..").path == Folder(place.path + "/..").path)
    }

    @Test("A folder is locked when it is made, if it is missing, and by whoever comes then")
    func lockedMaking() throws {
        let attributes = FileAttributes(mode: 0o750)
        for _ in 0..<2 {
            let locked = try Folder.locked(place.path("new"), makingWith: attributes, patience: .seconds(10))
            #expect(try locked.folder.status().mode == 0o750)
            #expect(throws: FileError.locked(path: place.path("new"), seconds: 0)) {
                try Folder.locked(place.path("new"), patience: .zero).release()
            }
            locked.release()
        }
        #expect(Folder.patience == .seconds(60))
    }

    @Test("A folder whose mode cannot be set, or that cannot be put in its place, is not there at all")
    func failedMaking() throws {
        let path = place.path("new")
        for failing in [FileOperation.setMode, .rename, .synchronize] {
            let interception = FileInterception { operation, path throws(FileError) in
                if operation == failing { throw .system(operation, path: path, code: EIO) }
            }
            let named = failing == .synchronize ? place.path : path
            FileInterception.$current.withValue(interception) {
                #expect(throws: FileError.system(failing, path: named, code: EIO)) {
                    try Folder(path, makingWith: FileAttributes(mode: 0o700))
                }
            }
            #expect(place.names() == [], "\(failing)")
        }
    }

    @Test("A folder is its maker's alone until it has its mode")
    func bornPrivate() throws {
        let modes = Mutex<[UInt32]>([])
        let place = place
        let interception = FileInterception { operation, _ in
            guard operation == .setMode, let folder = try? Folder(place.path) else { return }
            let found = place.names().compactMap { try? folder.status(of: $0)?.mode }
            modes.withLock { $0 += found }
        }
        _ = try FileInterception.$current.withValue(interception) {
            try Folder(place.path("new"), makingWith: FileAttributes(mode: 0o755))
        }
        #expect(modes.withLock { $0 } == [0o700])
    }

    @Test("A folder goes if nothing is in it but what a killed run left, and a link takes no folder's place")
    func removing() throws {
        let folder = try Folder(place.path)
        try #require(mkdir(place.path("inner"), 0o700) == 0)
        try place.write("x", to: "inner/file")
        try place.write("half a key", to: "inner/.pki-0123456789abcdef01234568.new")
        #expect(try !folder.removeFolderIfEmpty("inner"))
        #expect(place.names(in: "inner") == ["file"])
        #expect(throws: FileError.system(.rename, path: place.path("inner"), code: EISDIR)) {
            try folder.replace("inner", withLinkTo: "elsewhere")
        }
        #expect(place.names() == ["inner"])
        unlink(place.path("inner/file"))
        try place.write("half a key", to: "inner/.pki-0123456789abcdef01234568.new")
        #expect(try folder.removeFolderIfEmpty("inner"))
        #expect(place.names() == [])
    }

    @Test("Times are those of the file whose content it is")
    func times() throws {
        for name in ["a", "b"] { try place.write("x", to: name) }
        try place.setTime(of: "a", to: 1_000_000_007)
        let folder = try Folder(place.path)
        try folder.setTimes(of: try #require(try folder.status(of: "a")), on: "b")
        #expect(try folder.status(of: "b")?.changedAt == 1_000_000_007)
    }

    @Test(
        "A folder in a folder is asked for by a name, which leads nowhere else",
        arguments: ["", ".", "..", "a/b", "a\0"]
    )
    func innerName(name: String) throws {
        _ = try Folder(place.path("a/b"), makingWith: FileAttributes(mode: 0o755))
        let folder = try Folder(place.path)
        #expect(throws: FileError.invalidName(name)) { try folder.folder(name) }
        #expect(throws: FileError.invalidName(name)) { try folder.removeFolderIfEmpty(name) }
        #expect(throws: FileError.invalidName(name)) {
            try folder.makeFolder(name, attributes: FileAttributes(mode: 0o700))
        }
        #expect(throws: FileError.invalidName(name)) { try folder.status(of: name) }
        #expect(throws: FileError.invalidName(name)) { try folder.read(name, limit: 9) }
        #expect(throws: FileError.invalidName(name)) { try folder.remove(name) }
        #expect(throws: FileError.invalidName(name)) { try folder.linkTarget(of: name) }
        #expect(throws: FileError.invalidName(name)) { try folder.replace(name, withLinkTo: "x") }
    }

    @Test("A kill at any step of making a folder leaves none or a whole one")
    func killedMaking() throws {
        for step in 0..<12 {
            _ = interrupted(atStep: step, by: .kill) {
                _ = try Folder(place.path("new"), makingWith: FileAttributes(mode: 0o711))
            }
            if let status = try Folder(place.path).status(of: "new") {
                #expect(status.mode == 0o711)
                #expect(rmdir(place.path("new")) == 0)
            }
            try waitUntilUnlocked(Folder(place.path))
            // The next run that makes it tidies up, in the folders around it, too.
            _ = try Folder(place.path("new"), makingWith: FileAttributes(mode: 0o711))
            #expect(place.names() == ["new"])
            #expect(rmdir(place.path("new")) == 0)
        }
    }

    @Test("Our own links on the way are followed, endless ones are not")
    func ownLinks() throws {
        #expect(mkdir(place.path("real"), 0o755) == 0)
        #expect(symlink("real", place.path("link")) == 0)
        #expect(symlink(place.path("link/../link"), place.path("far")) == 0)
        #expect(symlink("loop", place.path("loop")) == 0)
        #expect(try Folder(place.path("far")).path == place.path("real"))
        #expect(throws: FileError.tooManyLinks(path: place.path("loop"))) { try Folder(place.path("loop")) }
        // Above the root is the root, wherever the link stands.
        for target in ["/..", "/../.."] {
            #expect(symlink(target, place.path("up")) == 0)
            #expect(try Folder(place.path("up")).status() == Folder("/").status())
            unlink(place.path("up"))
        }
        // As many as are followed, and one more.
        #expect(symlink("real", place.path("link1")) == 0)
        for number in 2...33 { #expect(symlink("link\(number - 1)", place.path("link\(number)")) == 0) }
        #expect(try Folder(place.path("link32")).path == place.path("real"))
        #expect(throws: FileError.tooManyLinks(path: place.path("link1"))) {
            try Folder(place.path("link33"))
        }
    }

    @Test("`..` leads back to where the walk came from, wherever the folder between has been moved to")
    func movedOnTheWay() throws {
        for name in ["here", "here/between", "there"] { #expect(mkdir(place.path(name), 0o755) == 0) }
        try place.write("own", to: "here/file")
        try place.write("another's", to: "there/file")
        let (old, new) = (place.path("here/between"), place.path("there/between"))
        var moving = FileInterception(beforeOpening: { _ in })
        moving.onTheWay = { if $0 == old + "/.." { rename(old, new) } }
        let (folder, name) = try FileInterception.$current.withValue(moving) {
            try Folder.holding(old + "/../file")
        }
        #expect(access(new, F_OK) == 0)
        #expect(folder.path(of: name) == place.path("here/file"))
        #expect(try folder.read(name, limit: 100) == Array("own".utf8))
    }

    @Test(
        "A link that another user made, or could exchange, is refused",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func foreignLinks() throws {
        #expect(mkdir(place.path("real"), 0o755) == 0)
        #expect(mkdir(place.path("theirs"), 0o755) == 0)
        #expect(symlink("../real", place.path("theirs/link")) == 0)
        #expect(try Folder(place.path("theirs/link")).path == place.path("real"))

        #expect(chown(place.path("theirs"), 4711, 4711) == 0)
        // A process says where its own links lead to, whoever they belong to.
        #expect(throws: FileError.untrustedLink(path: "/proc/self")) { try Folder("/proc/self/cwd") }
        let error = FileError.untrustedLink(path: place.path("theirs/link"))
        #expect(throws: error) { try Folder(place.path("theirs/link")) }
        #expect(throws: error) { try Folder.holding(place.path("theirs/link"), followingLink: true) }

        #expect(chown(place.path("theirs"), 0, 0) == 0)
        #expect(chmod(place.path("theirs"), 0o777) == 0)
        #expect(throws: error) { try Folder(place.path("theirs/link")) }
        #expect(chmod(place.path("theirs"), 0o1777) == 0)
        #expect(try Folder(place.path("theirs/link")).path == place.path("real"))
        // Who owns a folder is kept from nothing in it by the sticky bit.
        for userID: uid_t in [4711, 1] {
            #expect(chown(place.path("theirs"), userID, userID) == 0)
            #expect(throws: error) { try Folder(place.path("theirs/link")) }
        }
        #expect(chown(place.path("theirs"), 0, 0) == 0)

        #expect(lchown(place.path("theirs/link"), 4711, 4711) == 0)
        #expect(throws: error) { try Folder(place.path("theirs/link")) }
    }

    @Test("An operator's own link at the end leads on only if asked to")
    func linkAtTheEnd() throws {
        #expect(mkdir(place.path("real"), 0o755) == 0)
        #expect(symlink("real/file", place.path("link")) == 0)
        let here = try Folder.holding(place.path("link"))
        #expect(here.folder.path == place.path)
        #expect(here.name == "link")
        let there = try Folder.holding(place.path("link"), followingLink: true)
        #expect(there.folder.path == place.path("real"))
        #expect(there.name == "file")
        for path in ["", "/", "a/", "a/..", "."] {
            #expect(throws: FileError.invalidName(path)) { try Folder.holding(path) }
        }
    }

    @Test("Reading takes regular files within the limit, and waits for no pipe")
    func reading() throws {
        let folder = try Folder(place.path)
        try place.write("0123456789", to: "a")
        #expect(try folder.read("a", limit: 10) == Array("0123456789".utf8))
        let secret = try folder.readSecret("a", limit: 10)
        let isSame = secret.span.count == 10 && secret.span[9] == UInt8(ascii: "9")
        #expect(isSame)
        #expect(throws: FileError.tooLarge(path: place.path("a"), limit: 9)) {
            try folder.read("a", limit: 9)
        }
        // A file of holes has any size; no memory is asked for.
        try place.write("", to: "vast")
        #expect(truncate(place.path("vast"), 7 << 40) == 0)
        #expect(throws: FileError.tooLarge(path: place.path("vast"), limit: 9)) {
            try folder.read("vast", limit: 9)
        }
        try place.write("", to: "empty")
        #expect(try folder.read("empty", limit: 9) == [])
        #expect(try Folder("/proc/\(getpid())").read("status", limit: 1 << 20).count > 100)

        #expect(mkfifo(place.path("pipe"), 0o600) == 0)
        #expect(throws: FileError.notRegular(path: place.path("pipe"))) { try folder.read("pipe", limit: 9) }
        #expect(mkdir(place.path("folder"), 0o700) == 0)
        #expect(throws: FileError.notRegular(path: place.path("folder"))) {
            try folder.read("folder", limit: 9)
        }
        #expect(symlink("a", place.path("link")) == 0)
        #expect(throws: FileError.symbolicLink(path: place.path("link"))) {
            try folder.read("link", limit: 10)
        }
        let missing = #expect(throws: FileError.self) { try folder.read("none", limit: 10) }
        #expect(missing?.isMissing == true)
    }

    @Test("One holds the lock, the other waits with patience, and an end of any kind gives it up")
    func locking() throws {
        let folder = try Folder(place.path)
        let lock = try folder.lock()
        let waited = #expect(throws: FileError.self) {
            _ = try Folder(place.path).lock(patience: .milliseconds(60))
        }
        #expect(waited == .locked(path: place.path, seconds: 0))
        lock.release()
        try Folder(place.path).lock(patience: .seconds(10)).release()
    }

    @Test("A message is one line, whatever is in the path")
    func messages() {
        #expect(
            FileError.notRegular(path: "a\n\u{1B}[31m\u{202E}b\u{2028}").description
                == "a\\u{a}\\u{1b}[31m\\u{202e}b\\u{2028} is not a regular file"
        )
    }
}
