import Glibc
import TestSupport
import Testing

@testable import DurableFiles

/// Root makes something for another user in a folder of his, who gives its name to something of root's meanwhile.
@Suite("What is made for another user and exchanged meanwhile", .enabled(if: geteuid() == 0, "needs root"))
struct GivingTests {
    private let place: TemporaryFolder
    private let folder: Folder
    private let owner = FileOwner(userID: 4711, groupID: 4711)

    init() throws {
        place = try TemporaryFolder()
        #expect(mkdir(place.path("theirs"), 0o755) == 0)
        #expect(chown(place.path("theirs"), owner.userID, owner.groupID) == 0)
        folder = try Folder(place.path("theirs"))
        try place.write("root's", to: "theirs/victim", mode: 0o600)
    }

    /// Gives the name of what was prepared to `victim`, and what was prepared the name `moved`.
    private var exchange: @Sendable () -> Void {
        let path = folder.path
        return {
            guard let name = try? Folder(path).descriptor.names().first(where: Leftover.isOne) else { return }
            rename(path + "/" + name, path + "/moved")
            rename(path + "/victim", path + "/" + name)
        }
    }

    /// Who the files and links there belong to.
    private func owners() throws -> Set<UInt32> {
        Set(try folder.descriptor.names().compactMap { try folder.status(of: $0)?.owner.userID })
    }

    @Test("a link's owner is not given root's file that took its name")
    func link() throws {
        FileInterception.$current.withValue(FileInterception(beforeOpening: { [exchange] _ in exchange() })) {
            #expect(throws: FileError.exchanged(path: folder.path(of: "a"))) {
                try folder.replace("a", withLinkTo: "target", owner: owner)
            }
        }
        #expect(try owners() == [0])
    }

    @Test("between the look at a link and its giving away, too: what is given is what was looked at")
    func linkGiven() throws {
        let exchanging = FileInterception { [exchange] operation, _ in
            if operation == .setOwner { exchange() }
        }
        try FileInterception.$current.withValue(exchanging) {
            try folder.replace("a", withLinkTo: "target", owner: owner)
        }
        #expect(try folder.status(of: "moved")?.owner == owner)
        #expect(try folder.status(of: "a")?.owner == .running)
    }

    @Test(
        "another link of root's, or one with a second name, is not given away either",
        arguments: [true, false]
    )
    func otherLink(hasSecondName: Bool) throws {
        #expect(unlink(place.path("theirs/victim")) == 0)
        #expect(symlink(hasSecondName ? "target" : "elsewhere", place.path("theirs/victim")) == 0)
        if hasSecondName {
            #expect(Glibc.link(place.path("theirs/victim"), place.path("roots")) == 0)
        }
        FileInterception.$current.withValue(FileInterception(beforeOpening: { [exchange] _ in exchange() })) {
            #expect(throws: FileError.exchanged(path: folder.path(of: "a"))) {
                try folder.replace("a", withLinkTo: "target", owner: owner)
            }
        }
        #expect(try owners() == [0])
    }

    @Test("a folder with something of root's in it is neither given away nor worked in")
    func folders() throws {
        #expect(unlink(place.path("theirs/victim")) == 0)
        #expect(mkdir(place.path("theirs/victim"), 0o700) == 0)
        try place.write("root's", to: "theirs/victim/secret", mode: 0o600)
        FileInterception.$current.withValue(FileInterception(beforeOpening: { [exchange] _ in exchange() })) {
            #expect(throws: FileError.exchanged(path: folder.path(of: "a"))) {
                try folder.makeFolder("a", attributes: FileAttributes(mode: 0o755, owner: owner))
            }
        }
        #expect(try owners() == [0])
    }

    @Test("a folder of a third user is not worked in", arguments: [4712, 4711] as [uid_t])
    func foreignFolder(userID: uid_t) throws {
        #expect(unlink(place.path("theirs/victim")) == 0)
        #expect(mkdir(place.path("theirs/victim"), 0o777) == 0)
        #expect(chown(place.path("theirs/victim"), userID, userID) == 0)
        try FileInterception.$current.withValue(
            FileInterception(beforeOpening: { [exchange] _ in exchange() })
        ) {
            if userID == owner.userID {
                // On some file systems all is of one user; his own is his anyway.
                try folder.makeFolder("a", attributes: FileAttributes(mode: 0o755, owner: owner))
            } else {
                #expect(throws: FileError.exchanged(path: folder.path(of: WayBack.name))) {
                    try FileSet(in: folder)
                }
                // What has the name of what was prepared goes, where it is empty.
                #expect(place.names(in: "theirs") == ["moved"])
            }
        }
    }

    @Test("what is his already is not given again, where a file system lets nobody give anything away")
    func givenAlready() throws {
        let refusing = FileInterception { operation, path throws(FileError) in
            if operation == .setOwner { throw .system(operation, path: path, code: EPERM) }
        }
        try FileInterception.$current.withValue(refusing) {
            try folder.replace("a", withLinkTo: "target", owner: .running)
            try folder.set(FileAttributes(mode: 0o640, owner: .running), of: "victim")
            #expect(throws: FileError.system(.setOwner, path: folder.path(of: "victim"), code: EPERM)) {
                try folder.set(FileAttributes(mode: 0o640, owner: owner), of: "victim")
            }
            #expect(throws: FileError.system(.setOwner, path: folder.path(of: "b"), code: EPERM)) {
                try folder.replace("b", withLinkTo: "target", owner: owner)
            }
        }
        #expect(try folder.descriptor.names() == ["a", "victim"])
    }

    @Test("what nobody exchanges is given, and nothing else is left")
    func given() throws {
        try folder.replace("a", withLinkTo: "target", owner: owner)
        try folder.replace("b", withLinkTo: "target", owner: nil)
        try folder.makeFolder("c", attributes: FileAttributes(mode: 0o750, owner: owner))
        #expect(try folder.status(of: "a")?.owner == owner)
        #expect(try folder.status(of: "b")?.owner == .running)
        #expect(try folder.status(of: "c")?.attributes == FileAttributes(mode: 0o750, owner: owner))
        #expect(try folder.linkTarget(of: "a") == "target")
        #expect(try folder.descriptor.names() == ["a", "b", "c", "victim"])
    }
}
