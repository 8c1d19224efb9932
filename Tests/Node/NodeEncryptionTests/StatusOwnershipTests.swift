import DERCoding
import Glibc
import NodeCertificates
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

/// On a host with several nodes the standard place has the certificates of one of them.
@Suite("Status judges a node only by what is its own")
struct StatusOwnershipTests {
    private let host: TemporaryFolder
    private let one: ExampleNode
    private let other: ExampleNode

    init() throws {
        host = try TemporaryFolder()
        one = try ExampleNode(.pgpool)
        other = try ExampleNode(.pgpool)
        try host.write("COMPUTE_TYPE=pgpool\n", to: "metainf.conf")
        var choices = NodeChoices()
        choices.role = .pgpool
        choices.configuration = one.layout.configuration
        choices.authentication = one.layout.authentication
        choices.certificates = one.layout.certificates
        choices.redeploy = one.layout.redeploy
        choices.state = host.path("state")
        choices.metadata = host.path("metainf.conf")
        var random = OperatingSystemRandom()
        let installation = PlannedInstallation(mark: "one")
        _ = try Node(choices).perform(installation, dryRun: false, at: .now, using: &random) { _ in }
    }

    /// What status says of the node on which nothing was installed, with the same place for certificates.
    private func codes(recordsPath: String) -> Set<NodeStatus.Code> {
        var layout = other.layout
        layout.certificates = one.layout.certificates
        layout.redeploy = one.layout.redeploy
        let status = NodeStatus(
            layout,
            statePath: host.path("state/none"),
            recordsPath: recordsPath,
            at: .now
        )
        return Set(status.findings.map(\.code))
    }

    @Test("the certificates of another node, by that one's records, are none of this one's")
    func others() throws {
        let codes = codes(recordsPath: host.path("state"))
        #expect(codes.contains(.stateNone) && codes.contains(.encryptionOff))
        #expect(codes.allSatisfy { ![.files, .certificates].contains($0.kind.topic) }, "\(codes)")
    }

    @Test("those that are nobody's are this node's, as those are that its settings name")
    func own() throws {
        // What stands for certificates in this test can be read by nobody.
        #expect(codes(recordsPath: host.path("elsewhere")).contains(.certificateInvalid))
        let key = one.layout.certificate("server/server.key")
        try other.folder.write("ssl_key = '\(key)'\n", to: "settings.conf")
        #expect(codes(recordsPath: host.path("state")).contains(.certificateInvalid))
    }

    @Test(
        "of records of which a part is damaged nothing is said but that",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func damaged() throws {
        let made = try #require(Programs.openssl).run(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "root", "-subj",
                "/CN=a",
            ],
            folder: host.path
        )
        try #require(made.status == 0, "\(made.errorText)")
        let files = try [("server/root.key", "key"), ("server/root.crt", "root")].map { name, source in
            let content = try host.read(source)
            return SetFile(name, SharedSecret(copying: content.span))
        }
        try other.run(.install(other.layout, certificates: CertificateFiles(files, at: .now)))
        try #require(unlink(other.layout.certificate("server/root.key")) == 0)
        func codes() -> Set<NodeStatus.Code> {
            let state = other.folder.path("state")
            let status = NodeStatus(other.layout, statePath: state, recordsPath: state, at: .now)
            return Set(status.findings.map(\.code))
        }
        #expect(codes().isSuperset(of: [.stateInstalled, .rootKeyGone]))
        // Whose remedy is refused as long as the records are so.
        try other.folder.write("damaged\n", to: "state/journal", mode: 0o600)
        let found = codes()
        #expect(found.contains(.stateDamaged) && !found.contains(.rootKeyGone), "\(found)")
    }
}
