import Glibc
import NodePlatform
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("The settings of a trial, as the server's user reads them")
struct ServersFilesTests {
    private let folder: TemporaryFolder
    private var layout = NodeLayout(role: .postgres)

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("ssl = on\ninclude 'more.conf'\n", to: "postgresql.conf", mode: 0o644)
        try folder.write("ssl_ciphers = 'one'\n", to: "more.conf", mode: 0o644)
        try folder.write("", to: "pg_hba.conf", mode: 0o644)
        layout.configuration = folder.path("postgresql.conf")
        layout.authentication = folder.path("pg_hba.conf")
    }

    private func service(_ asServer: [String] = []) -> PostgresService {
        PostgresService(
            layout,
            commands: .init(asServer: asServer, server: "", control: "", client: [], reload: nil)
        )
    }

    private var paths: [String] { ["postgresql.conf", "more.conf"].map { folder.path($0) } }

    @Test("what takes a file's place after it was read is none of the trial's")
    func exchanged() throws {
        guard case .whole(let files) = try ServersFiles.read(paths, of: service()) else {
            Issue.record("they were not read")
            return
        }
        try folder.write("ssl_ciphers = 'SECRET'\n", to: "other")
        unlink(folder.path("more.conf"))
        symlink("other", folder.path("more.conf"))
        let text = String(decoding: try TrialSettings(layout, from: files).text, as: UTF8.self)
        #expect(text.contains("ssl_ciphers = one\n"))
        #expect(!text.contains("SECRET"))
    }

    @Test("a file that somebody else may write is not used, and it is said")
    func others() throws {
        chmod(folder.path("more.conf"), 0o666)
        guard case .unusable(let reason) = try ServersFiles.read(paths, of: service()) else {
            Issue.record("it was used")
            return
        }
        #expect(reason.contains("may write \(folder.path("more.conf"))"), "\(reason)")
    }

    @Test("a zero byte is not taken for the end of a file")
    func zeroByte() throws {
        try folder.write("ssl_ciphers = 'one'\n\0", to: "more.conf", mode: 0o644)
        guard case .unusable(let reason) = try ServersFiles.read(paths, of: service()) else {
            Issue.record("it was used")
            return
        }
        #expect(reason.contains("zero byte"))
    }

    @Test(
        "a link of his to what he cannot open is read as he reads it",
        .enabled(if: ServerAccount.postgres != nil, "only root becomes another user")
    )
    func closed() throws {
        try folder.write("ssl_ciphers = 'SECRET'\n", to: "closed", mode: 0o600)
        unlink(folder.path("more.conf"))
        symlink("closed", folder.path("more.conf"))
        try ServerAccount.give(folder.path)
        let account = try #require(ServerAccount.postgres)
        let prefix = try UserChange.prefix(to: UInt32(account.userID))
        guard case .refused(let reason) = try ServersFiles.read(paths, of: service(prefix)) else {
            Issue.record("it was read")
            return
        }
        #expect(reason.contains("cannot open \(folder.path("more.conf")): Permission denied"), "\(reason)")
    }
}
