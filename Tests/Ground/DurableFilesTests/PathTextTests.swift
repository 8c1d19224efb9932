import Foundation
import Glibc
import TestSupport
import Testing

@testable import DurableFiles

/// The combining acute accent; behind a slash, the two are one `Character`.
private let mark = "\u{301}"

@Suite("Paths are octets")
struct PathTextTests {
    private let place: TemporaryFolder

    init() throws {
        place = try TemporaryFolder()
    }

    @Test("A slash with a combining mark behind it parts names as any other does")
    func names() {
        let path = "/a/\(mark)b//c"
        #expect(
            PathText.names(in: path).map { Array($0.utf8) } == ["a", mark + "b", "c"].map { Array($0.utf8) }
        )
        #expect(Array(PathText.lastName(of: "a/\(mark)b").utf8) == Array("\(mark)b".utf8))
        #expect(Array(PathText.folderPrefix(of: "a/\(mark)b").utf8) == Array("a/".utf8))
        #expect(PathText.folderPrefix(of: "a") == "")
        #expect(PathText.lastName(of: "a/") == "")
        #expect(PathText.isAbsolute("/\(mark)b"))
        #expect(!PathText.isAbsolute("a/"))
        #expect(!PathText.isAbsolute(""))
        let joined = PathText.joining("a", "/\(mark)b")
        #expect(Array(joined.utf8) == Array("/\(mark)b".utf8))
        #expect(PathText.joining("a/", "b") == "a/b")
    }

    @Test(
        "A link of another user is refused also before a name that begins with a combining mark",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func foreignLink() throws {
        for folder in ["real", "real/\(mark)Y", "theirs"] {
            try #require(mkdir(place.path(folder), 0o755) == 0)
        }
        try #require(symlink("../real", place.path("theirs/link")) == 0)
        try #require(lchown(place.path("theirs/link"), 4711, 4711) == 0)
        try #require(chmod(place.path("theirs"), 0o777) == 0)
        let error = FileError.untrustedLink(path: place.path("theirs/link"))
        for end in ["\(mark)Y", "\(mark)new"] {
            let path = place.path("theirs/link/\(end)")
            #expect(throws: error) { try Folder(path) }
            #expect(throws: error) { try Folder(path, makingWith: FileAttributes(mode: 0o700)) }
            #expect(throws: error) { try Folder.holding(path + "/file") }
        }
        #expect(place.names(in: "real") == ["\(mark)Y"])
    }

    @Test("The target of a link is walked by octets too")
    func linkTarget() throws {
        for folder in ["a", "a/\(mark)b"] { try #require(mkdir(place.path(folder), 0o755) == 0) }
        try #require(symlink(place.path("a/\(mark)b"), place.path("link")) == 0)
        try #require(symlink("nowhere", place.path("a/\(mark)b/inner")) == 0)
        let missing = #expect(throws: FileError.self) { try Folder(place.path("link/inner")) }
        #expect(missing?.isMissing == true)
        #expect(Array(try Folder(place.path("link/..")).path.utf8) == Array(place.path("a").utf8))
    }

    @Test("Two names that read alike are two files when a folder is exchanged")
    func alike() throws {
        try #require(mkdir(place.path("set"), 0o755) == 0)
        let composed = "\u{E9}"
        let decomposed = "e\(mark)"
        try place.write("old", to: "set/" + composed)
        try place.write("stays", to: "set/" + decomposed)
        let exchange = try FolderExchange(of: "set", in: Folder(place.path))
        try exchange.put(composed, Array("new".utf8).span, attributes: FileAttributes(mode: 0o600))
        #expect(try exchange.commit())
        #expect(try place.text("set/" + composed) == "new")
        #expect(try place.text("set/" + decomposed) == "stays")
    }

    @Test("The folder of a path is what is before its last name, and the working folder before a name alone")
    func folder() {
        #expect(PathText.folder(of: "a") == ".")
        #expect(PathText.folder(of: "/a") == "/")
        #expect(PathText.folder(of: "/a/b") == "/a")
        #expect(PathText.folder(of: "a/b") == "a")
        #expect(PathText.joining("", "b") == "b")
        #expect(PathText.joining("a", "b") == "a/b")
        #expect(PathText.joining("a", "/b") == "/b")
    }

    @Test("The working folder is known by its path")
    func workingFolder() throws {
        #expect(PathText.workingFolder == FileManager.default.currentDirectoryPath)
        #expect(try Folder(PathText.workingFolder).status() == Folder(".").status())
    }

    @Test("What means nothing in a path is left out, and what leads elsewhere is not")
    func plain() {
        #expect(PathText.plain("/srv/./tls//a/.") == "/srv/tls/a")
        #expect(PathText.plain("./tls") == "tls")
        #expect(PathText.plain("/srv/link/../tls/") == "/srv/link/../tls")
        #expect(PathText.plain("/srv/.tls/..a") == "/srv/.tls/..a")
        #expect(PathText.plain("//") == "/")
        #expect(PathText.plain(".") == ".")
        // A slash with a mark behind it is one character, and a slash all the same.
        #expect(PathText.plain("/a/\u{301}/.") == "/a/\u{301}")
    }
}
