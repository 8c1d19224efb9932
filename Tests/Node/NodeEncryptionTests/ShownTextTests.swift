import DERCoding
import DurableFiles
import Glibc
import NodeCertificates
import NodePlatform
import PostgresConfiguration
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("What comes from outside is shown without control characters")
struct ShownTextTests {
    /// A name that would clear a terminal, and break a line in two.
    private static let hostile = "a\u{1B}[2J\nb"

    @Test(
        "in every error",
        arguments: [
            NodeEncryptionError.brokenState(path: hostile, reason: "r"), .changedMeanwhile(path: hostile),
            .unexpectedKind(path: hostile), .overruled(setting: "ssl", path: hostile, line: 1),
            .brokenConfiguration(path: hostile, line: 1), .otherRoot(path: hostile),
            .commandFailed(purpose: hostile, status: 1, said: hostile),
            .probe(.notReached(place: hostile, reason: hostile)), .refusedByServer(reason: hostile),
            .configuration(.cycle(path: hostile)), .configuration(.invalidName(hostile)),
            .platform(.configuration(.notRegular(path: hostile))),
            .file(.symbolicLink(path: hostile)),
        ]
    )
    func errors(error: NodeEncryptionError) {
        #expect(error.description.contains("a\\u{1b}[2J\\u{a}b"), "\(error.description)")
        #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }

    @Test("The remedy for a missing root is a command of this tool")
    func remedy() {
        let error = NodeEncryptionError.certificates(
            .missingRootKey(path: "/k/root.key", needed: ["server.crt"])
        )
        #expect(error.description.contains("postgres-ssl reissue all"))
        #expect(!error.description.contains("--force"))
    }

    @Test("and once only in what status finds")
    func findings() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "ssl = 'o\u{1B}ff'\nssl_ca_file = ''\npassword_encryption = 'x\\\\y'\n",
            to: "postgresql.conf"
        )
        try folder.write("host all all all md5\nhost all a\u{1B} all md5\n", to: "pg_hba.conf")
        // A file of a set, without which the settings are held against no paths of ours.
        mkdir(folder.path("keys"), 0o700)
        mkdir(folder.path("keys/server"), 0o700)
        try folder.write("", to: "keys/server/root.crt")
        var layout = NodeLayout(role: .postgres)
        layout.configuration = folder.path("postgresql.conf")
        layout.authentication = folder.path("pg_hba.conf")
        layout.certificates = folder.path("keys")
        let status = NodeStatus(
            layout,
            statePath: folder.path("state"),
            recordsPath: folder.path("state"),
            at: DERTime(secondsSince1970: 1_800_000_000)
        )
        let texts = status.findings.map(\.text)
        #expect(texts.allSatisfy { text in text.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
        #expect(texts.contains("ssl is o\\u{1b}ff; install sets on"), "\(texts)")
        #expect(texts.contains { $0.hasPrefix("ssl_ca_file is empty; install sets /") }, "\(texts)")
        #expect(texts.contains("password_encryption is x\\\\y; install sets scram-sha-256"), "\(texts)")
    }

    @Test("and a cure is a shell's line as it is shown, whatever the name of a file is")
    func cures() throws {
        let folder = try TemporaryFolder()
        let shell = try #require(Program.find("sh"))
        for name in ["x'; touch made; :'.key", "o'set.key", "a\\b.key", "\u{1B}[2J\n.key"] {
            try folder.write("", to: name, mode: 0o644)
            var status = NodeStatus()
            let path = folder.path(name)
            status.judge(FileAttributes(mode: 0o644), ofKey: path, owner: nil)
            let cure = try #require(status.findings.first?.cure)
            #expect(cure.unicodeScalars.allSatisfy { $0.value >= 0x20 })
            let cured = try shell.run(["-c", "cd '\(folder.path(""))' && \(cure)"])
            #expect(cured.status == 0, "\(cure): \(cured.errorText)")
            guard case .file(_, let attributes) = try FileState.read(path) else {
                Issue.record("\(path) is no file")
                return
            }
            #expect(attributes.mode == 0o600, "\(cure)")
        }
        #expect(try FileState.read(folder.path("made")) == .absent)
    }
}
