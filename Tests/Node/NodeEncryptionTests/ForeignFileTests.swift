import DurableFiles
import Glibc
import NodePlatform
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("Files of a node that have a second name")
struct ForeignFileTests {
    let place: TemporaryFolder

    init() throws {
        place = try TemporaryFolder()
        try place.write("# rules\n", to: "pg_hba.conf")
        try #require(link(place.path("pg_hba.conf"), place.path("backup")) == 0)
    }

    @Test("can be looked at, and no plan changes them or remembers their content")
    func plans() throws {
        let path = place.path("pg_hba.conf")
        #expect(try FileState.read(path).content?.publicBytes == Array("# rules\n".utf8))
        var list = ChangeList(ownedBy: nil)
        #expect(throws: NodeEncryptionError.file(.secondName(path: path))) {
            try list.edit(path) { $0 + Array("local all all trust\n".utf8) }
        }
        #expect(throws: NodeEncryptionError.file(.secondName(path: path))) {
            try list.put(.absent, at: path)
        }
        #expect(list.changes.isEmpty)
    }

    @Test("a plan changes what its journal remembers, whoever exchanges the file meanwhile")
    func readOnce() throws {
        try place.write("one\n", to: "file", mode: 0o600)
        try place.write("two\n", to: "other", mode: 0o644)
        let (path, other) = (place.path("file"), place.path("other"))
        var list = ChangeList(ownedBy: nil)
        try list.edit(path) { bytes in
            rename(other, path)
            return bytes + Array("three\n".utf8)
        }
        let change = try #require(list.changes.first)
        #expect(change.before.content?.publicBytes == Array("one\n".utf8))
        #expect(change.after.content?.publicBytes == Array("one\nthree\n".utf8))
    }

    @Test(
        "a link that the server's user made leads to a file of his alone",
        .enabled(if: geteuid() == 0, "only root gives files away")
    )
    func serversLink() throws {
        for name in ["data", "etc"] { mkdir(place.path(name), 0o755) }
        try place.write("", to: "etc/own.conf")
        try place.write("", to: "etc/roots.conf")
        try place.write("", to: "etc/twice.conf")
        link(place.path("etc/twice.conf"), place.path("etc/second"))
        for name in ["data", "etc/own.conf", "etc/twice.conf"] { chown(place.path(name), 12, 34) }
        let path = place.path("data/postgresql.conf")
        func lead(to target: String, owner: uid_t = 12) {
            unlink(path)
            symlink(target, path)
            lchown(path, owner, owner)
        }
        func refusal(_ name: String, as userID: UInt32 = 12) -> NodeEncryptionError {
            .foreignLink(path: path, target: place.path("data/../etc/" + name), userID: userID)
        }
        for owner: uid_t in [0, 12] {
            lead(to: "../etc/own.conf", owner: owner)
            #expect(try ChangeList.realPath(path) == place.path("etc/own.conf"))
        }
        for name in ["roots.conf", "twice.conf", "none.conf"] {
            lead(to: "../etc/" + name)
            #expect(throws: refusal(name), "\(name)") { try ChangeList.realPath(path) }
        }
        // Another user's link in his folder, or a folder that many may write, has no right of his.
        lead(to: "../etc/own.conf", owner: 13)
        #expect(throws: NodeEncryptionError.self) { try ChangeList.realPath(path) }
        lead(to: "../etc/own.conf")
        #expect(chmod(place.path("data"), 0o777) == 0)
        #expect(throws: NodeEncryptionError.self) { try ChangeList.realPath(path) }
    }

    @Test("pool_passwd is read, and not changed")
    func poolPasswd() throws {
        let store = try PoolPasswdStore(path: place.path("pg_hba.conf"))
        #expect(throws: Never.self) { _ = try store.read() }
        #expect(throws: NodePlatformError.file(.secondName(path: place.path("pg_hba.conf")))) {
            _ = try store.beginUpdate()
        }
    }
}
