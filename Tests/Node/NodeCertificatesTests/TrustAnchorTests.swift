import DERCoding
import Foundation
import Glibc
import NodeCertificates
import TestSupport
import Testing

/// Other authorities that an operator put beside the root stay trusted.
@Suite(
    "Other trust anchors in root.crt",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct TrustAnchorTests {
    /// A set in whose root.crt stand `text` before the root, the company's root, and `text` after it.
    private func set(_ order: [String]) throws -> SetFolder {
        let set = try SetFolder()
        try set.openssl(
            "req -x509 -newkey rsa:2048 -nodes -keyout company.key -out company.crt -subj /CN=Company -days 9000"
        )
        try set.openssl("req -newkey rsa:2048 -nodes -subj /CN=dave -keyout dave.key -out dave.csr")
        try set.openssl(
            "x509 -req -in dave.csr -CA company.crt -CAkey company.key -set_serial 7 -days 9000 -out dave.crt"
        )
        var content: [UInt8] = []
        for item in order { content += item.hasSuffix(".crt") ? try set.place.read(item) : Array(item.utf8) }
        try set.place.write(content, to: "root.crt")
        return set
    }

    /// The subjects of the certificates in root.crt, as openssl finds them.
    private func subjects(_ set: SetFolder) throws -> [String] {
        try set.openssl("crl2pkcs7 -nocrl -certfile root.crt -out all.p7")
        let text = try set.openssl("pkcs7 -in all.p7 -print_certs -noout")
        return text.split(separator: "\n").filter { $0.hasPrefix("subject=") }.map { line in
            line.hasSuffix("Company") ? "company" : "ours"
        }
    }

    private static let orders: [[String]] = [
        ["root.crt", "company.crt"],
        ["# ours\n", "root.crt", "-----BEGIN of the company's\n", "company.crt", "# end\n"],
        ["company.crt", "root.crt"],
        ["company.crt", "# ours\r\n", "root.crt", "# last line"],
    ]

    @Test("They stay while the set does, in any order, also with comments between", arguments: orders)
    func kept(order: [String]) throws {
        let set = try set(order)
        let files = set.files
        try set.makeOrRepair()
        #expect(set.files == files)
        unlink(set.place.path("server.crt"))
        unlink(set.place.path("server.key"))
        try set.makeOrRepair()
        #expect(set.files["root.crt"] == files["root.crt"])
        #expect(try set.verifies("server.crt"))
    }

    @Test(
        "They stay where the root has expired and is certified again, and every byte beside it",
        arguments: orders
    )
    func renewed(order: [String]) throws {
        let set = try set(order)
        try set.makeOrRepair(days: 3651)
        try expectOthers(set, order)
        #expect(try set.verifies("server.crt", days: 3651))
        #expect(try set.verifies("dave.crt", days: 3651, ""))
        let files = set.files
        try set.makeOrRepair(days: 3652)
        #expect(set.files == files)
    }

    @Test("They stay where the root is replaced by force", arguments: orders)
    func forced(order: [String]) throws {
        let set = try set(order)
        try set.makeOrRepair(force: true)
        try expectOthers(set, order)
        #expect(try set.verifies("server.crt"))
        #expect(try set.verifies("dave.crt", ""))
    }

    /// Expects another certificate in the place of the root's, and all else as it was.
    private func expectOthers(_ set: SetFolder, _ order: [String]) throws {
        #expect(try subjects(set) == order.compactMap { ["root.crt": "ours", "company.crt": "company"][$0] })
        var rest = try set.place.text("root.crt")
        for item in order where item != "root.crt" {
            let text = item.hasSuffix(".crt") ? try set.place.text(item) : item
            let range = try #require(rest.range(of: text), "\(item) is gone")
            rest.removeSubrange(range)
        }
        #expect(
            rest.hasPrefix("-----BEGIN CERTIFICATE-----\n") && rest.hasSuffix("-----END CERTIFICATE-----\n")
        )
        #expect(Array(rest.utf8) != SetFolder.whole["root.crt"])
    }

    @Test("Glued together they are refused, and stay")
    func glued() throws {
        let set = try set(["root.crt", "company.crt"])
        let ours = try #require(SetFolder.whole["root.crt"])
        try set.place.write(ours.dropLast() + set.place.read("company.crt"), to: "root.crt")
        guard case .unusableFile(set.place.path("root.crt"), _)? = try set.refusal() else {
            Issue.record("the company's root was lost")
            return
        }
    }

    @Test("Of two certificates for the root's key the one that is valid longer counts")
    func overlapping() throws {
        let set = try set(["root.crt", "company.crt"])
        try set.openssl("req -x509 -new -key root.key -out old.crt -subj /CN=old -days 90")
        try set.place.write(set.place.read("old.crt") + set.place.read("root.crt"), to: "root.crt")
        let files = set.files
        try set.makeOrRepair(days: 300)
        #expect(set.files["root.crt"] == files["root.crt"])
    }
}
