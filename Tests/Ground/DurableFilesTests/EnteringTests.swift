import Glibc
import TestSupport
import Testing

@testable import DurableFiles

@Suite("Going through folders that may not be listed")
struct EnteringTests {
    private let place: TemporaryFolder

    init() throws {
        place = try TemporaryFolder()
        for name in ["a", "a/b"] { try #require(mkdir(place.path(name), 0o755) == 0) }
        try place.write("x", to: "a/b/file")
    }

    @Test(
        "the folder of a file is reached, and the file's name said",
        arguments: ["a/b/file", "a/./b//file"]
    )
    func reached(path: String) throws {
        let (folder, name) = try Folder.enteredHolding(place.path(path))
        #expect(name == "file")
        #expect(folder.path == place.path("a/b"))
        #expect(try folder.read(name, limit: 1) == Array("x".utf8))
        #expect(try Folder.enteredHolding("file").folder.path == ".")
    }

    @Test("`..` behind a folder of the working folder is the working folder")
    func back() throws {
        let here = try Folder(".")
        let name = try #require(try here.names().first { try here.status(of: $0)?.kind == .folder })
        let folder = try Folder.enteredHolding(name + "/../file").folder
        #expect(folder.path == ".")
        #expect(try folder.status() == here.status())
        #expect(try Folder.enteredHolding(place.path("a/b/../file")).folder.path == place.path("a"))
    }

    @Test(
        "what ends in no file's name is refused",
        arguments: ["", "/", "a/", "a/.", "..", "a\0/b", "a/b\0"]
    )
    func names(path: String) {
        #expect(throws: FileError.invalidName(path)) { try Folder.enteredHolding(path) }
    }

    @Test("no link on the way is followed, not even one's own")
    func links() throws {
        try #require(symlink("a", place.path("link")) == 0)
        #expect(throws: FileError.system(.open, path: place.path("link"), code: ENOTDIR)) {
            try Folder.enteredHolding(place.path("link/b/file"))
        }
    }

    @Test("one who may not list the folder reads a file in it", .enabled(if: geteuid() == 0, "needs root"))
    func unlisted() throws {
        let path = place.path("a/b/file")
        #expect(
            chmod(place.path, 0o711) == 0 && chmod(place.path("a/b"), 0o111) == 0 && chmod(path, 0o644) == 0
        )
        let text = WaitingThread {
            // A header of GNU programs has it: the thread's rights to files are those of that user from here on.
            guard let symbol = dlsym(nil, "setfsuid") else { return "no setfsuid" }
            _ = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> Int32).self)(4711)
            guard (try? Folder.holding(path)) == nil else { return "listed" }
            guard let (folder, name) = try? Folder.enteredHolding(path) else { return "not entered" }
            return (try? folder.read(name, limit: 1)) == Array("x".utf8) ? "read" : "not read"
        }.result()
        #expect(text == "read")
    }
}
