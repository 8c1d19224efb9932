import Glibc
import TestSupport
import Testing

@testable import NodePlatform

@Suite("Who else could have written a configuration")
struct NamedPlacesTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("etc/conf.d/own.conf")
        for name in ["etc", "etc/conf.d", "other"] { try #require(mkdir(folder.path(name), 0o755) == 0) }
        try folder.write("", to: "etc/conf.d/own.conf", mode: 0o644)
        try folder.write("", to: "other/file", mode: 0o644)
    }

    private func opened(_ paths: [String], besides owner: UInt32? = nil) -> String? {
        NamedPlaces(in: paths).fileOpenToOthers(besides: owner)
    }

    @Test("a file, its folder and those around it, by their modes")
    func modes() {
        #expect(opened([path]) == nil)
        for (name, mode) in [
            ("etc/conf.d/own.conf", 0o664), ("etc/conf.d/own.conf", 0o646), ("etc/conf.d", 0o777),
            ("etc", 0o775),
        ] as [(String, mode_t)] {
            let place = folder.path(name)
            chmod(place, mode)
            #expect(opened([path]) == path, "\(name)")
            chmod(place, name == "etc/conf.d/own.conf" ? 0o644 : 0o755)
        }
        // Of what is ours nobody takes the name away there.
        chmod(folder.path("etc"), 0o1777)
        #expect(opened([path]) == nil)
        #expect(opened([folder.path("etc/none")]) == folder.path("etc/none"))
    }

    @Test("each link on the way, where it is and where it leads")
    func links() {
        let link = folder.path("etc/link")
        symlink("../other/file", link)
        #expect(opened([path, link]) == nil)
        chmod(folder.path("other"), 0o777)
        #expect(opened([path, link]) == link)
        // From there to what nobody else can write.
        let second = folder.path("other/second")
        symlink(folder.path("etc"), second)
        #expect(opened([second + "/conf.d/own.conf"]) == second + "/conf.d/own.conf")
        let round = folder.path("etc/round")
        symlink("round", round)
        #expect(opened([round]) == round)
    }

    @Test("other users than the owner", .enabled(if: geteuid() == 0, "only root gives files away"))
    func owners() {
        chown(path, 12, 34)
        #expect(opened([path]) == path)
        #expect(opened([path], besides: 12) == nil)
        #expect(opened([path], besides: 13) == path)
        chown(path, 0, 0)
        let link = folder.path("etc/link")
        symlink("../other/file", link)
        lchown(link, 12, 34)
        chmod(folder.path("etc"), 0o1777)
        #expect(opened([link]) == link)
        #expect(opened([link], besides: 12) == nil)
    }
}
