import DERCoding
import Glibc
import NodeCertificates
import PKIX
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

/// Whoever has the files of a node says how many certificates there are, and how long it takes to check each.
@Suite(
    "The work of going from a certificate to a root is bounded",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct SignatureBudgetTests {
    private let folder: TemporaryFolder
    private let layout: NodeLayout
    /// The root, another of its name, and a certificate of the root's, each as PEM.
    private let (root, namesake, leaf): (String, String, String)

    init() throws {
        folder = try TemporaryFolder()
        var layout = NodeLayout(role: .postgres)
        layout.certificates = folder.path
        self.layout = layout
        try #require(mkdir(folder.path("server"), 0o755) == 0)
        for name in ["root", "namesake"] {
            try Self.openssl(
                "req -x509 -newkey rsa:2048 -nodes -keyout \(name).key -out \(name).crt -days 9 -subj /CN=root",
                in: folder
            )
        }
        try Self.openssl(
            "req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=db",
            in: folder
        )
        try Self.openssl(
            "x509 -req -in leaf.csr -CA root.crt -CAkey root.key -set_serial 7 -out leaf.crt",
            in: folder
        )
        root = try folder.text("root.crt")
        namesake = try folder.text("namesake.crt")
        leaf = try folder.text("leaf.crt")
    }

    private static func openssl(_ arguments: String, in folder: TemporaryFolder) throws {
        let outcome = try #require(Programs.openssl).run(
            arguments.split(separator: " ").map(String.init),
            folder: folder.path
        )
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }

    private func served(chain: String, anchors: String) -> ServedFiles {
        func file(_ name: String, _ text: String) -> SetFile {
            SetFile(name, SharedSecret(copying: Array(text.utf8).span))
        }
        let files = [file("server/server.crt", chain), file("server/root.crt", anchors)]
        return ServedFiles(CertificateFiles(files, at: .now))
    }

    @Test("a hundred signatures are checked, and none of an issuer of another name")
    func count() throws {
        let certificates = try Certificate.all(pem: Array((root + namesake + leaf).utf8).span)
        var checks = SignatureBudget()
        for _ in 0..<SignatureBudget.most {
            #expect(checks.left > 0)
            let (isOther, isNamed) = (
                checks.mayBeSigned(certificates[2], by: certificates[1]),
                checks.mayBeSigned(certificates[0], by: certificates[2])
            )
            #expect(!isOther && !isNamed)
        }
        #expect(checks.left == 0)
        let isFoundTooLate = checks.mayBeSigned(certificates[2], by: certificates[0])
        checks = SignatureBudget()
        let isFound = checks.mayBeSigned(certificates[2], by: certificates[0])
        #expect(!isFoundTooLate && isFound)
    }

    @Test("what is signed by a key that takes too long is signed by nobody, as openssl verify has it")
    func slowKey() throws {
        // 2^65 + 1.
        try Self.openssl(
            "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3104 -pkeyopt rsa_keygen_pubexp:36893488147419103233"
                + " -out slow.key",
            in: folder
        )
        try Self.openssl("req -x509 -key slow.key -out slow.crt -days 9 -subj /CN=root", in: folder)
        try Self.openssl(
            "x509 -req -in leaf.csr -CA slow.crt -CAkey slow.key -set_serial 7 -out other.crt",
            in: folder
        )
        let judged = try #require(Programs.openssl).run(
            ["verify", "-CAfile", "slow.crt", "other.crt"],
            folder: folder.path
        )
        #expect(judged.status != 0 && judged.errorText.contains("bad e value"))
        let other = try Certificate(pem: Array(try folder.text("other.crt").utf8).span)
        let slow = try Certificate(pem: Array(try folder.text("slow.crt").utf8).span)
        var checks = SignatureBudget()
        let isSigned = checks.mayBeSigned(other, by: slow)
        #expect(!isSigned)
        #expect(!CertificateVerifier(anchors: [TrustAnchor(slow)]).leadsToAnchor(other, at: .now))
    }

    @Test("the certificate in force is of the same root as the node's, and not of its namesake")
    func alike() throws {
        try Self.openssl(
            "x509 -req -in leaf.csr -CA root.crt -CAkey root.key -set_serial 8 -out second.crt",
            in: folder
        )
        try Self.openssl(
            "x509 -req -in leaf.csr -CA namesake.crt -CAkey namesake.key -set_serial 8 -out third.crt",
            in: folder
        )
        func certificate(_ name: String) throws -> Certificate {
            try Certificate(pem: Array(try folder.text(name).utf8).span)
        }
        let (second, third) = (try certificate("second.crt"), try certificate("third.crt"))
        let files = served(chain: leaf, anchors: String(repeating: namesake, count: 150) + root)
        #expect(files.isVerifiedAlike(second) && !files.isVerifiedAlike(third))
        #expect(files.isVerifiedAlike(files.chain[0]))
        // What stands in the file besides, and did not issue it, is no way.
        let through = served(chain: leaf + namesake, anchors: root)
        #expect(through.isVerifiedAlike(second) && !through.isVerifiedAlike(third))
    }

    @Test("more certificates behind a server's than clients take are refused", arguments: [100, 101])
    func longChain(count: Int) throws {
        let files = served(chain: String(repeating: leaf, count: count), anchors: root)
        let path = layout.certificate("server/server.crt")
        if count > 100 {
            #expect(throws: NodeEncryptionError.notInstalled(.longChain(path: path, count: count))) {
                try files.requireServable(layout, isRunning: false)
            }
        } else {
            try files.requireServable(layout, isRunning: false)
        }
    }
}
