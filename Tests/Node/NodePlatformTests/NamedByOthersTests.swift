import Glibc
import TestSupport
import Testing

@testable import NodePlatform

/// The users 12 and 13, and the groups 34 and 35, are others than whoever runs; only root gives files away.
@Suite(
    "What a configuration of another's may name",
    .enabled(if: geteuid() == 0, "only root gives files away")
)
struct NamedByOthersTests {
    private let folder: TemporaryFolder
    private let main: String
    private let roots: String

    init() throws {
        folder = try TemporaryFolder()
        for (name, owner) in [("etc", 0), ("own", 12), ("other", 0)] as [(String, uid_t)] {
            try #require(mkdir(folder.path(name), 0o755) == 0)
            try #require(chown(folder.path(name), owner, 0) == 0)
        }
        main = folder.path("etc/main.conf")
        roots = folder.path("other/file")
        try folder.write("", to: "etc/main.conf", mode: 0o644)
        try folder.write("", to: "other/file", mode: 0o644)
    }

    /// Gives a file or folder away.
    private func give(_ path: String, _ user: uid_t, _ group: gid_t = 0, mode: mode_t) {
        chown(path, user, group)
        chmod(path, mode)
    }

    private func allows(_ path: String, standard: String? = nil) -> Bool {
        NamedPlaces(in: [main]).allows(path, namedIn: main, standard: standard)
    }

    @Test("root's may name everything, and a user's what he could have written")
    func users() throws {
        #expect(allows(roots))
        give(main, 12, mode: 0o644)
        #expect(!allows(roots))
        #expect(!allows(folder.path("other/new")))
        #expect(!allows(folder.path("none/new")))
        #expect(allows(folder.path("own/new")))
        give(roots, 12, mode: 0o600)
        #expect(allows(roots))
        // Somebody else's, in a folder of his, is his to exchange.
        try folder.write("", to: "own/theirs", mode: 0o600)
        #expect(allows(folder.path("own/theirs")))
        give(roots, 13, mode: 0o644)
        #expect(!allows(roots))
        give(roots, 13, mode: 0o646)
        #expect(allows(roots))
        // A second name may be anybody's doing.
        try #require(link(roots, folder.path("other/second")) == 0)
        #expect(!allows(roots))
    }

    @Test("the place where a file is looked for if nothing is said is named by nobody")
    func standard() throws {
        give(main, 12, mode: 0o644)
        #expect(allows(roots, standard: roots))
        try #require(symlink("other", folder.path("link")) == 0)
        #expect(allows(roots, standard: folder.path("link/file")))
        #expect(!allows(roots, standard: folder.path("other/another")))
        #expect(!allows(roots, standard: folder.path("etc/file")))
    }

    @Test("a group's and everybody's may name what they could have written")
    func groupsAndEverybody() {
        give(main, 0, 34, mode: 0o664)
        for (group, mode, isAllowed) in [
            (34, 0o664, true), (34, 0o645, false), (35, 0o664, false), (34, 0o644, false), (35, 0o666, true),
        ] as [(gid_t, mode_t, Bool)] {
            give(roots, 0, group, mode: mode)
            #expect(allows(roots) == isAllowed, "\(group) \(mode)")
        }
        give(main, 0, 34, mode: 0o646)
        give(roots, 0, 34, mode: 0o664)
        #expect(!allows(roots))
        give(roots, 0, 34, mode: 0o646)
        #expect(allows(roots))
        // Where a user can write it as well, his rights count.
        give(main, 12, 34, mode: 0o664)
        give(roots, 12, 35, mode: 0o600)
        #expect(allows(roots))
    }

    @Test("the group of a user is one of his rights")
    func groupOfUser() throws {
        let user = try #require(try Accounts.ofThisHost().user(numbered: 1)).owner
        give(main, user.userID, mode: 0o644)
        give(roots, 0, user.groupID, mode: 0o664)
        #expect(allows(roots))
        give(roots, 0, user.groupID, mode: 0o644)
        #expect(!allows(roots))
        give(roots, 0, user.groupID + 1, mode: 0o664)
        #expect(!allows(roots))
    }

    @Test("who can write the folder can exchange what is in it, unless it is sticky")
    func folders() {
        give(folder.path("etc"), 0, mode: 0o777)
        #expect(!allows(roots))
        give(folder.path("etc"), 0, mode: 0o1777)
        #expect(allows(roots))
        give(folder.path("etc"), 12, mode: 0o1755)
        #expect(!allows(roots))
        give(folder.path("etc"), 0, mode: 0o755)
        give(main, 12, mode: 0o644)
        give(folder.path("other"), 0, mode: 0o777)
        #expect(allows(roots))
        give(folder.path("other"), 0, mode: 0o1777)
        #expect(!allows(roots))
        #expect(allows(folder.path("other/new")))
        give(roots, 0, mode: 0o646)
        #expect(allows(roots))
    }

    @Test("a configuration that is not there, or that a link leads to, is whose that is")
    func missingAndLinked() throws {
        unlink(main)
        #expect(!allows(roots))
        try folder.write("", to: "own/real.conf", mode: 0o644)
        try #require(symlink("../own/real.conf", main) == 0)
        #expect(!allows(roots))
        #expect(allows(folder.path("own/new")))
        give(folder.path("own"), 0, mode: 0o755)
        #expect(allows(roots))
        give(folder.path("own/real.conf"), 12, mode: 0o644)
        #expect(!allows(roots))
    }

    @Test("a file that was read before another may have included it")
    func order() throws {
        let second = folder.path("etc/second.conf"), third = folder.path("etc/third.conf")
        for name in ["etc/second.conf", "etc/third.conf"] { try folder.write("", to: name, mode: 0o644) }
        let places = NamedPlaces(in: [main, second, third])
        give(second, 12, mode: 0o644)
        #expect(places.allows(roots, namedIn: main))
        #expect(!places.allows(roots, namedIn: second))
        #expect(!places.allows(roots, namedIn: third))
    }

    @Test("an include counts where whoever may have written it could have written what it leads to")
    func includes() throws {
        let own = folder.path("own/own.conf"), other = folder.path("etc/other.conf")
        for name in ["own/own.conf", "etc/other.conf"] { try folder.write("", to: name, mode: 0o644) }
        #expect(NamedPlaces(in: [main, other, other]).allowedIncludes == [other])
        // Root includes a user's, who includes root's.
        #expect(NamedPlaces(in: [main, own, other]).allowedIncludes == [own])
        give(main, 12, mode: 0o644)
        #expect(NamedPlaces(in: [main, own, other]).allowedIncludes == [own])
        #expect(NamedPlaces(in: [main, other]).allowedIncludes == [])
        #expect(NamedPlaces(in: []).allowedIncludes == [])
    }

    @Test("what a command line names is the server's user's, or the usual place")
    func commandLine() {
        func allows(_ path: String, _ user: UInt32?, standard: String = "/none/at/all") -> Bool {
            NamedPlaces.allows(path, onCommandLineOf: user, standard: standard)
        }
        #expect(allows(roots, 0))
        #expect(!allows(roots, 12))
        #expect(!allows(roots, nil))
        #expect(allows(roots, 12, standard: roots))
        #expect(allows(roots, nil, standard: roots))
        #expect(allows(folder.path("own/new"), 12))
        #expect(!allows(folder.path("own/new"), 13))
    }

    @Test("whose a file is; of a missing one, whose its folder; of one with two names, nobody's")
    func owner() throws {
        give(roots, 12, mode: 0o644)
        #expect(NamedPlaces.owner(of: roots) == 12)
        #expect(NamedPlaces.owner(of: folder.path("own/none")) == 12)
        #expect(NamedPlaces.owner(of: folder.path("none/none")) == nil)
        try #require(mkdir(folder.path("own/inner"), 0o755) == 0)
        #expect(NamedPlaces.owner(of: folder.path("own")) == 12)
        try #require(link(roots, folder.path("other/second")) == 0)
        #expect(NamedPlaces.owner(of: roots) == nil)
    }

    @Test("as many links are followed as the system does, 40")
    func links() throws {
        var target = "main.conf"
        for index in 1...41 {
            let name = "link\(index)"
            try #require(symlink(target, folder.path("etc/\(name)")) == 0)
            target = name
        }
        for (index, isOpen) in [(40, false), (41, true)] {
            let path = folder.path("etc/./../etc/link\(index)")
            #expect((NamedPlaces(in: [path]).fileOpenToOthers(besides: nil) == path) == isOpen, "\(index)")
        }
    }
}
