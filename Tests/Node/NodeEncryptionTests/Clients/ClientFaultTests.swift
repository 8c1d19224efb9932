import DERCoding
import Glibc
import TestSupport
import Testing

@testable import NodeEncryption

@Suite(
    "What clients find in a server's files, as openssl verify does",
    .enabled(if: Programs.openssl != nil, "openssl is not installed"),
    .serialized
)
struct ClientFaultTests {
    private let folder: TemporaryFolder
    private let layout: NodeLayout

    private static let configuration = """
        [req]
        distinguished_name = name
        [name]
        [authority]
        basicConstraints = critical, CA:TRUE
        keyUsage = critical, keyCertSign
        [crl-only]
        basicConstraints = critical, CA:TRUE
        keyUsage = critical, cRLSign
        [none]
        basicConstraints = critical, CA:FALSE
        [server]
        basicConstraints = CA:FALSE
        extendedKeyUsage = serverAuth
        [plain]
        subjectAltName = DNS:db.example
        [client]
        extendedKeyUsage = clientAuth
        [signing-certificates]
        keyUsage = critical, keyCertSign
        [critical]
        1.2.3.4 = critical, DER:0500

        """

    init() throws {
        folder = try TemporaryFolder()
        var layout = NodeLayout(role: .postgres)
        layout.certificates = folder.path
        self.layout = layout
        try folder.write(Self.configuration, to: "config")
        try openssl("genrsa", "-out", "root.key", "2048")
        try openssl("genrsa", "-out", "leaf.key", "2048")
        try openssl("genrsa", "-out", "other.key", "2048")
        guard mkdir(folder.path("server"), 0o755) == 0 else { throw CancellationError() }
    }

    @discardableResult
    private func openssl(_ arguments: String...) throws -> Int32 {
        let outcome = try #require(Programs.openssl).run(arguments, folder: folder.path)
        if arguments.first != "verify" { #expect(outcome.status == 0, "\(outcome.errorText)") }
        return outcome.status
    }

    private func root(_ name: String, _ kind: String, key: String = "root.key") throws {
        try openssl(
            "req",
            "-x509",
            "-key",
            key,
            "-subj",
            "/CN=root",
            "-days",
            "100",
            "-config",
            "config",
            "-extensions",
            kind,
            "-out",
            name
        )
    }

    private func leaf(
        _ name: String,
        _ kind: String,
        subject: String = "db",
        of issuer: String,
        _ key: String
    ) throws {
        try openssl(
            "req",
            "-new",
            "-key",
            "leaf.key",
            "-subj",
            "/CN=\(subject)",
            "-config",
            "config",
            "-out",
            "csr"
        )
        try openssl(
            "x509",
            "-req",
            "-in",
            "csr",
            "-CA",
            issuer,
            "-CAkey",
            key,
            "-days",
            "50",
            "-CAcreateserial",
            "-extfile",
            "config",
            "-extensions",
            kind,
            "-out",
            name
        )
    }

    /// Puts the files in their places and asks both.
    private func find(
        _ chain: [String],
        root: String,
        after seconds: Int64 = 60
    ) throws -> (fault: ClientFault?, isVerified: Bool) {
        try folder.write(try chain.flatMap { try folder.read($0) }, to: "server/server.crt")
        try folder.write(try folder.read(root), to: "server/root.crt")
        let now = Int64(time(nil)) + seconds
        let status = try openssl(
            "verify",
            "-purpose",
            "sslserver",
            "-attime",
            "\(now)",
            "-CAfile",
            root,
            "-untrusted",
            "server/server.crt",
            "server/server.crt"
        )
        return (ClientFault.find(in: layout, at: DERTime(secondsSince1970: now)), status == 0)
    }

    @Test("a sound set has none, over an intermediate authority either, and as its own root")
    func sound() throws {
        try root("root.crt", "authority")
        for kind in ["server", "plain"] {
            try leaf("leaf.crt", kind, of: "root.crt", "root.key")
            let found = try find(["leaf.crt"], root: "root.crt")
            #expect(found.fault == nil)
            #expect(found.isVerified)
        }
        try leaf("between.crt", "authority", subject: "between", of: "root.crt", "root.key")
        try leaf("leaf.crt", "server", of: "between.crt", "leaf.key")
        let found = try find(["leaf.crt", "between.crt"], root: "root.crt")
        #expect(found.fault == nil)
        #expect(found.isVerified)
        let cut = try find(["leaf.crt"], root: "root.crt")
        #expect(cut.fault?.mayBeWanted == true)
        #expect(!cut.isVerified)
        let own = try find(["root.crt"], root: "root.crt")
        #expect(own.fault == ClientFault(.wrongUsage(.server, by: .key), folder.path("server/server.crt")))
    }

    @Test(
        "usages that are none of a server's, and what nobody knows",
        arguments: ["client", "signing-certificates", "critical"]
    )
    func usage(_ kind: String) throws {
        try root("root.crt", "authority")
        try leaf("leaf.crt", kind, of: "root.crt", "root.key")
        let found = try find(["leaf.crt"], root: "root.crt")
        #expect(!found.isVerified)
        let path = folder.path("server/server.crt")
        let usage = ClientFault.Kind.wrongUsage(.server, by: kind == "client" ? .extendedKey : .key)
        let expected = kind == "critical" ? .unknownExtension(identifier: "1.2.3.4") : usage
        #expect(found.fault == ClientFault(expected, path))
    }

    @Test("times: not yet, and no more")
    func times() throws {
        try root("root.crt", "authority")
        try leaf("leaf.crt", "server", of: "root.crt", "root.key")
        for seconds in [-86_400, 60 * 86_400] as [Int64] {
            let found = try find(["leaf.crt"], root: "root.crt", after: seconds)
            #expect(!found.isVerified)
            #expect(found.fault?.path == folder.path("server/server.crt"))
            #expect(found.fault?.kind.name == (seconds < 0 ? "notYetValid" : "expired"))
        }
    }

    @Test(
        "roots that are no authority, or of another key or name",
        arguments: ["none", "crl-only", "other", "foreign"]
    )
    func roots(_ kind: String) throws {
        try root("root.crt", "authority")
        try leaf("leaf.crt", "server", of: "root.crt", "root.key")
        switch kind {
        case "other": try root("found.crt", "authority", key: "other.key")
        case "foreign":
            try openssl(
                "req",
                "-x509",
                "-key",
                "other.key",
                "-subj",
                "/CN=foreign",
                "-config",
                "config",
                "-extensions",
                "authority",
                "-out",
                "found.crt"
            )
        default: try root("found.crt", kind)
        }
        let found = try find(["leaf.crt"], root: "found.crt")
        #expect(!found.isVerified)
        let path = folder.path("server/server.crt")
        let rootPath = folder.path("server/root.crt")
        let expected =
            switch kind {
            case "other": ClientFault(.otherKey(issuer: "CN=root", path: rootPath), path)
            case "foreign": ClientFault(.otherAuthority(root: rootPath, issuer: "CN=root"), path)
            default: ClientFault(.noAuthority, rootPath)
            }
        #expect(found.fault == expected)
    }
}
