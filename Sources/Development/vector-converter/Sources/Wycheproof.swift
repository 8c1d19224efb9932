internal import Foundation
internal import VectorFiles

/// A file of the Wycheproof project, as far as its figures go.
struct WycheproofFile: Decodable {
    let algorithm: String
    let numberOfTests: Int
    let testGroups: [Group]

    struct Group: Decodable {
        let type: String
        let sha: String?
        let mgfSha: String?
        let sLen: Int?
        let tagSize: Int?
        let curve: String?
        let publicKey: PublicKey?
        let privateKeyPkcs8: String?
        let tests: [Test]
    }

    struct PublicKey: Decodable {
        let modulus: String?
        let publicExponent: String?
        let curve: String?
        let uncompressed: String?
        let pk: String?
    }

    struct Test: Decodable {
        let tcId: Int
        let result: String
        let flags: [String]
        let key: String?
        let iv: String?
        let msg: String?
        let ct: String?
        let tag: String?
        let sig: String?
        let value: String?
        let password: String?
        let salt: String?
        let iterationCount: Int?
        let dkLen: Int?
        let dk: String?
        let aad: String?
        let ikm: String?
        let info: String?
        let size: Int?
        let okm: String?
        let publicKey: String?
        let privateKey: String?
        let shared: String?

        enum CodingKeys: String, CodingKey {
            case tcId, result, flags, key, iv, msg, ct, tag, sig, value, password, salt, iterationCount,
                dkLen, dk, aad, ikm, info, size, okm
            case publicKey = "public"
            case privateKey = "private"
            case shared
        }
    }
}

extension Conversion {
    /// Converts one file of the project: `folder/name_test.json` to `destination/name`.
    mutating func convertWycheproof(_ data: Data, origin: String, to destination: String) throws {
        let published = try JSONDecoder().decode(WycheproofFile.self, from: data)
        guard let kind = published.testGroups.first?.type else { throw ConversionError.missing(origin) }
        var drafts: [CaseDraft] = []
        for group in published.testGroups {
            guard group.type == kind else {
                throw ConversionError.unknown("groups of two types", file: origin)
            }
            let shared = try fields(of: group, in: published, origin: origin)
            for test in group.tests {
                guard let result = VectorResult(rawValue: test.result) else {
                    throw ConversionError.unknown("the result \(test.result)", file: origin)
                }
                drafts.append(
                    CaseDraft(
                        identifier: String(test.tcId),
                        result: result,
                        flags: test.flags,
                        group: shared,
                        fields: try fields(of: test, type: kind, origin: origin)
                    )
                )
            }
        }
        try convert(
            drafts,
            published: published.numberOfTests,
            origin: origin,
            suite: try suite(kind, origin: origin),
            to: destination
        )
    }

    /// Books all cases of a file of the project as left out.
    mutating func leaveOutWycheproof(_ data: Data, origin: String, reason: String) throws {
        let count = try JSONDecoder().decode(WycheproofFile.self, from: data).numberOfTests
        try ledger.book(origin, cases: count, converted: [], leftOut: [(count, reason)])
    }

    private func suite(_ type: String, origin: String) throws -> String {
        switch type {
        case "AeadTest": "aes-gcm"
        case "EcdhTest": "ecdh"
        case "EcdsaVerify": "ecdsa-verify"
        case "EddsaVerify": "ed25519-verify"
        case "XdhComp": "x25519"
        case "HkdfTest": "hkdf"
        case "IndCpaTest": "aes-cbc-padded"
        case "MacTest": "hmac"
        case "PbkdfTest": "pbkdf2"
        case "PrimalityTest": "primes"
        case "RsassaPkcs1Generate": "rsa-pkcs1-sign"
        case "RsassaPkcs1Verify": "rsa-pkcs1-verify"
        case "RsassaPssVerify": "rsa-pss-verify"
        default: throw ConversionError.unknown("the type \(type)", file: origin)
        }
    }

    private func fields(
        of group: WycheproofFile.Group,
        in file: WycheproofFile,
        origin: String
    ) throws -> [Field] {
        switch group.type {
        case "IndCpaTest", "PrimalityTest", "XdhComp": return []
        case "AeadTest":
            guard group.tagSize == 128 else { throw ConversionError.unknown("a short tag", file: origin) }
            return []
        case "HkdfTest":
            let digest = try digestWord(String(file.algorithm.dropFirst("HKDF-".count)), origin: origin)
            return [("digest", .word(digest))]
        case "EddsaVerify":
            let key = try required(group.publicKey?.pk, "pk", origin)
            return [("public-key", .hexadecimal(key))]
        case "EcdhTest":
            return [("curve", .word(try curveWord(group.curve, origin)))]
        case "EcdsaVerify":
            let digest = try digestWord(try required(group.sha, "sha", origin), origin: origin)
            let point = try required(group.publicKey?.uncompressed, "uncompressed", origin)
            return [
                ("curve", .word(try curveWord(group.publicKey?.curve, origin))), ("digest", .word(digest)),
                ("public-key", .hexadecimal(point)),
            ]
        case "MacTest":
            let digest = try digestWord(String(file.algorithm.dropFirst("HMAC".count)), origin: origin)
            return [
                ("digest", .word(digest)),
                ("tag-bits", .number(try required(group.tagSize, "tagSize", origin))),
            ]
        case "PbkdfTest":
            let digest = try digestWord(String(file.algorithm.dropFirst("PBKDF2-HMAC".count)), origin: origin)
            return [("digest", .word(digest))]
        default: break
        }
        var fields: [Field] = [
            ("digest", .word(try digestWord(try required(group.sha, "sha", origin), origin: origin)))
        ]
        if group.type == "RsassaPssVerify" {
            let mask = try digestWord(try required(group.mgfSha, "mgfSha", origin), origin: origin)
            fields.append(("mask-digest", .word(mask)))
            fields.append(("salt-count", .number(try required(group.sLen, "sLen", origin))))
        }
        if group.type == "RsassaPkcs1Generate" {
            let key = try required(group.privateKeyPkcs8, "privateKeyPkcs8", origin)
            return fields + (try privateKeyFields(pkcs8: key, origin: origin))
        }
        let key = try required(group.publicKey, "publicKey", origin)
        fields.append(("modulus", .natural(try required(key.modulus, "modulus", origin))))
        fields.append(
            ("public-exponent", .natural(try required(key.publicExponent, "publicExponent", origin)))
        )
        return fields
    }

    private func fields(of test: WycheproofFile.Test, type: String, origin: String) throws -> [Field] {
        func octets(_ name: String, _ value: String?) throws -> Field {
            (name, .hexadecimal(try required(value, name, origin)))
        }
        switch type {
        case "IndCpaTest":
            return [
                try octets("key", test.key), try octets("iv", test.iv),
                try octets("plaintext", test.msg), try octets("ciphertext", test.ct),
            ]
        case "AeadTest":
            return [
                try octets("key", test.key), try octets("iv", test.iv),
                ("associated-data", .hexadecimal(try required(test.aad, "aad", origin))),
                try octets("plaintext", test.msg), try octets("ciphertext", test.ct),
                try octets("tag", test.tag),
            ]
        case "HkdfTest":
            return [
                ("input-key", .hexadecimal(try required(test.ikm, "ikm", origin))),
                try octets("salt", test.salt),
                ("information", .hexadecimal(try required(test.info, "info", origin))),
                ("byte-count", .number(try required(test.size, "size", origin))),
                ("derived-key", .hexadecimal(try required(test.okm, "okm", origin))),
            ]
        case "MacTest":
            return [
                try octets("key", test.key), try octets("message", test.msg), try octets("tag", test.tag),
            ]
        case "PbkdfTest":
            let derived = try required(test.dk, "dk", origin)
            guard test.dkLen == derived.utf8.count / 2 else {
                throw ConversionError.unknown("a length that is not the key's", file: origin)
            }
            return [
                try octets("password", test.password), try octets("salt", test.salt),
                ("iterations", .number(try required(test.iterationCount, "iterationCount", origin))),
                ("derived-key", .hexadecimal(derived)),
            ]
        case "PrimalityTest":
            return [try octets("value", test.value)]
        case "EcdhTest":
            return [
                ("scalar", .natural(try required(test.privateKey, "private", origin))),
                try octets("public-key-info", test.publicKey), try octets("secret", test.shared),
            ]
        case "XdhComp":
            return [
                try octets("private-key", test.privateKey), try octets("public-key", test.publicKey),
                try octets("secret", test.shared),
            ]
        default:
            return [try octets("message", test.msg), try octets("signature", test.sig)]
        }
    }

    private func curveWord(_ name: String?, _ origin: String) throws -> String {
        switch try required(name, "curve", origin) {
        case "secp256r1": "p256"
        case "secp384r1": "p384"
        case "secp521r1": "p521"
        case let other: throw ConversionError.unknown("the curve \(other)", file: origin)
        }
    }

    private func required<T>(_ value: T?, _ name: String, _ origin: String) throws -> T {
        guard let value else { throw ConversionError.missingFigure(name, file: origin, line: 0) }
        return value
    }
}
