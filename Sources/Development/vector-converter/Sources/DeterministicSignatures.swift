internal import Foundation

/// The signatures of RFC 6979, appendix A.2, in the form of OpenSSL's tests: keys as PEM, blocks of lines
/// `name = value`.
extension Conversion {
    mutating func convertDeterministicSignatures(_ text: String, origin: String, to destination: String)
        throws
    {
        var keys: [String: String] = [:]
        var drafts: [CaseDraft] = []
        var leftOut = ["on a curve that is not built": 0, "a signature of the same file, to verify": 0]
        leftOut["private keys on P-521 are not used"] = 0
        var published = 0
        for block in text.replacing("\r\n", with: "\n").split(separator: "\n\n") {
            let lines = block.split(separator: "\n")
            guard let first = lines.first(where: { !$0.hasPrefix("#") }) else { continue }
            if first.hasPrefix("PrivateKey=") {
                let name = String(first.dropFirst("PrivateKey=".count))
                keys[name] = lines.drop { !$0.hasPrefix("-----BEGIN") }.dropFirst().dropLast().joined()
                continue
            }
            var figures: [String: String] = [:]
            for line in lines {
                guard let sign = line.firstIndex(of: "=") else { continue }
                figures[line[..<sign].trimming()] = line[line.index(after: sign)...].trimming()
            }
            if figures["DigestVerify"] != nil {
                published += 1
                leftOut["a signature of the same file, to verify", default: 0] += 1
            }
            guard let digest = figures["DigestSign"] else { continue }
            published += 1
            guard let name = figures["Key"], let key = keys[name], let message = figures["Input"],
                let signature = figures["Output"], message.hasPrefix("\""), message.hasSuffix("\"")
            else { throw ConversionError.unknown("a block without a figure", file: origin) }
            let curve = String(name.prefix(5))
            guard let word = ["P-256": "p256", "P-384": "p384"][curve] else {
                let reason =
                    curve == "P-521" ? "private keys on P-521 are not used" : "on a curve that is not built"
                leftOut[reason, default: 0] += 1
                continue
            }
            drafts.append(
                CaseDraft(
                    identifier: String(published),
                    group: [
                        ("curve", .word(word)), ("key", .octets(try octets(base64: key, origin))),
                    ],
                    fields: [
                        ("digest", .word(try digestWord(digest, origin: origin))),
                        ("message", .octets(Array(message.dropFirst().dropLast().utf8))),
                        ("signature", .hexadecimal(signature)),
                    ]
                )
            )
        }
        try convert(
            drafts,
            published: published,
            leftOut: leftOut.sorted { $0.key < $1.key }.map { ($0.value, $0.key) },
            origin: origin,
            suite: "ecdsa-sign",
            to: destination
        )
    }

    private func octets(base64 text: String, _ origin: String) throws -> [UInt8] {
        guard let data = Data(base64Encoded: text) else { throw ConversionError.missing(origin) }
        return [UInt8](data)
    }
}
