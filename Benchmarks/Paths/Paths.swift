import Foundation
import SwiftASN1
import X509

/// Holds the verdicts of `CertificateVerifier` against those of swift-certificates: the argument is a folder that
/// `Scripts/judge-paths` filled with chains, each a folder with `root`, `others`, `leaf`, and what ours said in
/// `verdict`: a word, and how the chain deviates from what is right.
@main
enum Paths {
    /// What swift-certificates 1.21 does not look at (`RFC5280Policy`: purposes, key usages), refuses whatever it says
    /// (policy constraints), or compares byte for byte where case does not count (names of the directory).
    private static let beyond = [
        "forClients", "keyUsage", "noCertSign", "requiresPolicy", "excludesSubject", "permitsSubject",
    ]

    static func main() async throws {
        let folder = URL(fileURLWithPath: CommandLine.arguments.dropFirst().first ?? ".")
        var compared = 0
        var differing = 0
        for chain in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted(
                by: { $0.path < $1.path }
            )
        {
            let words = try text(chain, "verdict").split(separator: " ").map(String.init)
            let deviations = words.dropFirst()
            guard Set(beyond).isDisjoint(with: deviations) else { continue }
            let isValid = try await verdict(chain)
            compared += 1
            if isValid != (words[0] == "valid") {
                differing += 1
                print(
                    "\(chain.lastPathComponent) \(deviations): ours \(words[0]), swift-certificates \(isValid)"
                )
            }
        }
        print("\(compared) chains compared, \(differing) differ")
        exit(compared > 0 && differing == 0 ? 0 : 1)
    }

    private static func text(_ chain: URL, _ name: String) throws -> String {
        try String(contentsOf: chain.appendingPathComponent(name), encoding: .utf8)
    }

    private static func certificates(_ chain: URL, _ name: String) throws -> [Certificate] {
        let text = try text(chain, name)
        return text.isEmpty
            ? [] : try PEMDocument.parseMultiple(pemString: text).map { try Certificate(pemDocument: $0) }
    }

    private static func verdict(_ chain: URL) async throws -> Bool {
        let leaf = try certificates(chain, "leaf")[0]
        var verifier = Verifier(rootCertificates: CertificateStore(try certificates(chain, "root"))) {
            RFC5280Policy()
            ServerIdentityPolicy(serverHostname: "db.example.com", serverIP: nil)
        }
        let result = await verifier.validate(
            leaf: leaf,
            intermediates: CertificateStore(try certificates(chain, "others"))
        )
        if case .validCertificate = result { return true }
        return false
    }
}
