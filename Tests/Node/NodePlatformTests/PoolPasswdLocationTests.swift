import DurableFiles
import Glibc
import TestSupport
import Testing

@testable import NodePlatform

@Suite("Where pool_passwd is, and whose it is")
struct PoolPasswdLocationTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("pgpool.conf")
    }

    private func located(_ text: String) throws -> String {
        try folder.write(text, to: "pgpool.conf")
        return try PoolPasswdLocation.path(configuration: path)
    }

    @Test("beside the configuration, unless it is absolute")
    func places() throws {
        #expect(try located("") == folder.path("pool_passwd"))
        #expect(try located("pool_passwd = 'x'\n") == folder.path("x"))
        #expect(try located("pool_passwd = '/x/y'\n") == "/x/y")
    }

    @Test("a configuration that cannot be read whole tells nothing")
    func refused() throws {
        #expect(throws: NodePlatformError.poolPasswdUnused(configuration: path)) {
            try located("pool_passwd = ''\n")
        }
        #expect(throws: NodePlatformError.invalidSettings(path: path, line: 2)) {
            try located("a = 1\n= x\n")
        }
        #expect(throws: NodePlatformError.missingInclude(path: path, line: 1)) {
            try located("include 'none'\n")
        }
        try folder.write(Array("pool_passwd = '".utf8) + [0xFF] + Array("'\n".utf8), to: "pgpool.conf")
        #expect(throws: NodePlatformError.poolPasswdNotUTF8(configuration: path)) {
            try PoolPasswdLocation.path(configuration: path)
        }
        let none = folder.path("none")
        let error = #expect(throws: NodePlatformError.self) {
            try PoolPasswdLocation.path(configuration: none)
        }
        #expect(error?.exitStatus == .noInput)
    }

    @Test(
        "what another's configuration names has to be his",
        .enabled(if: geteuid() == 0, "only root gives files away")
    )
    func foreign() throws {
        try folder.write("pool_passwd = 'own'\n", to: "pgpool.conf")
        try folder.write("", to: "own")
        chown(path, 12, 34)
        #expect(throws: NodePlatformError.foreignPoolPasswd(path: folder.path("own"), configuration: path)) {
            try PoolPasswdLocation.path(configuration: path)
        }
        chown(folder.path("own"), 12, 34)
        #expect(try PoolPasswdLocation.path(configuration: path) == folder.path("own"))
        // The usual place is named by nobody.
        #expect(try located("pool_passwd = 'pool_passwd'\n") == folder.path("pool_passwd"))
    }

    @Test("a new file is its owner's alone: root's, or who has the configuration")
    func new() throws {
        try folder.write("", to: "pgpool.conf")
        func owner() throws -> FileOwner? {
            let attributes = try PoolPasswdStore.attributesOfNew(besideConfiguration: path)
            #expect(attributes.mode == 0o600)
            return attributes.owner
        }
        #expect(try owner() == .running)
        guard geteuid() == 0 else { return }
        chown(path, 12, 34)
        #expect(try owner() == FileOwner(userID: 12, groupID: 34))
        chown(path, 0, 34)
        #expect(try owner() == FileOwner(userID: 0, groupID: 0))
        unlink(path)
        #expect(try owner() == .running)
    }

    @Test(
        "who reads the key is whose configuration it is",
        .enabled(if: geteuid() == 0, "only root gives files away")
    )
    func reader() throws {
        try folder.write("", to: "pgpool.conf")
        let user = try #require(try Accounts.ofThisHost().user(numbered: 1))
        #expect(PoolKeyReader.find(configuration: path)?.name == nil)
        chown(path, 1, 1)
        #expect(PoolKeyReader.find(configuration: path)?.name == user.name)
        #expect(PoolKeyReader.find(configuration: path)?.path == user.home + "/.pgpoolkey")
        #expect(PoolKeyReader.find(configuration: folder.path("none"))?.name == nil)
    }

    @Test("the distribution's configuration is the one that is there, or else the usual one")
    func distribution() {
        func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }
        let debian = "/etc/pgpool2/pgpool.conf", other = "/etc/pgpool-II/pgpool.conf"
        let isDebian = isThere("/etc/debian_version")
        let (first, second) = isDebian ? (debian, other) : (other, debian)
        let expected = isThere(first) || !isThere(second) ? first : second
        #expect(PoolPasswdLocation.defaultConfigurationFile() == expected)
    }
}
