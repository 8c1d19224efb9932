internal import Foundation
internal import VectorFiles

/// The two files of results of path validation, and their SHA-256.
let pkitsPin = (
    name: "pkits.json", sha256: "18d1c4cd8261e5c7aa27fcc0f569df03ee0a630afc59077df8cd4bdf34a7bee9"
)
let limboPin = (
    name: "limbo.json", sha256: "b5e73ebb1ffc28a1aebf6ebcba5f3022c78ff2a62289669de8db2843a471bfaf"
)

/// The cases of NIST PKITS: certificates and lists by their names, as the files of these have them.
struct PKITSFile: Decodable {
    let time: String
    let defaults: Defaults
    let cases: [Case]

    struct Defaults: Decodable {
        let initial_policy_set: [String]
        let user_constrained_policy_set: [String]
    }

    struct Case: Decodable {
        let number: String
        let certificates: [String]
        let lists: [String]
        let valid: Bool
        let initial_policy_set: [String]?
        let user_constrained_policy_set: [String]?
        let initial_explicit_policy: Bool?
        let initial_policy_mapping_inhibit: Bool?
        let initial_any_policy_inhibit: Bool?
    }
}

/// The cases of x509-limbo: each names its documents by their digests.
struct LimboFile: Decodable {
    let cases: [Case]
    let documents: [String: String]

    struct Case: Decodable {
        let id: String
        let features: [String]?
        let kind: String
        let time: String?
        let expected: String
        let peer_name: Name?
        let peer_names: [Name]?
        let trusted: [String]
        let peer: String
        let intermediates: [String]?
        let crls: [String]?
        let key_usage: [String]?
        let extended_key_usage: [String]?
        let max_chain_depth: Int?
    }

    struct Name: Decodable {
        let kind: String
        let value: String
    }
}

extension Conversion {
    /// Converts both files of a folder.
    mutating func convertValidationCases(folder: URL) throws {
        func data(_ pin: (name: String, sha256: String), in subfolder: String) throws -> Data {
            let url = folder.appendingPathComponent(subfolder).appendingPathComponent(pin.name)
            guard let data = try? Data(contentsOf: url) else { throw ConversionError.missing(pin.name) }
            try requireDigest(of: data, name: pin.name, sha256: pin.sha256)
            return data
        }
        try convertPKITS(try data(pkitsPin, in: "pkits"), origin: pkitsPin.name)
        try convertLimbo(try data(limboPin, in: "limbo"), origin: limboPin.name)
    }

    /// Converts the results of PKITS. A test that is run with several settings has a case for each.
    mutating func convertPKITS(_ data: Data, origin: String) throws {
        let published = try JSONDecoder().decode(PKITSFile.self, from: data)
        let group: [Field] = [("time", .number(try seconds(published.time, origin)))]
        var counts: [String: Int] = [:]
        var drafts: [CaseDraft] = []
        for one in published.cases {
            counts[one.number, default: 0] += 1
            let count = counts[one.number] ?? 1
            func policies(_ names: [String]) throws -> Figure {
                .word(try names.map { try policy($0, origin) }.joined(separator: ","))
            }
            func documents(_ names: [String]) -> Figure {
                .word(names.map { sameDocuments[$0] ?? $0 }.joined(separator: ","))
            }
            var fields: [Field] = [
                ("certificates", documents(one.certificates)), ("lists", documents(one.lists)),
            ]
            if let names = one.initial_policy_set { fields.append(("initial-policies", try policies(names))) }
            for (name, value) in [
                ("explicit-policy", one.initial_explicit_policy),
                ("inhibit-mapping", one.initial_policy_mapping_inhibit),
                ("inhibit-any-policy", one.initial_any_policy_inhibit),
            ] where value == true {
                fields.append((name, .word("yes")))
            }
            if one.valid {
                let names = one.user_constrained_policy_set ?? published.defaults.user_constrained_policy_set
                fields.append(("policies", try policies(names)))
            }
            drafts.append(
                CaseDraft(
                    identifier: count == 1 ? one.number : "\(one.number)/\(count)",
                    result: one.valid ? .valid : .invalid,
                    group: group,
                    fields: fields
                )
            )
        }
        try convert(
            drafts,
            published: published.cases.count,
            origin: origin,
            suite: "named-path",
            to: "nist-pkits/paths"
        )
    }

    /// Converts the cases of limbo: those of BetterTLS on names, which all have one root, to a file of their own.
    mutating func convertLimbo(_ data: Data, origin: String) throws {
        let published = try JSONDecoder().decode(LimboFile.self, from: data)
        let isOfNames = { (one: LimboFile.Case) in one.id.hasPrefix("bettertls::nameconstraints::") }
        for (cases, destination) in [
            (published.cases.filter { !isOfNames($0) }, "limbo/paths"),
            (published.cases.filter(isOfNames), "limbo/bettertls-names"),
        ] {
            var drafts: [CaseDraft] = []
            for one in cases { drafts.append(try draft(of: one, in: published, origin: origin)) }
            try convert(drafts, published: cases.count, origin: origin, suite: "path", to: destination)
        }
    }

    private func draft(
        of one: LimboFile.Case,
        in published: LimboFile,
        origin: String
    ) throws -> CaseDraft {
        func documents(_ names: [String]) throws -> Figure {
            var octets: [UInt8] = []
            for name in names {
                guard let text = published.documents[name], let data = Data(base64Encoded: text) else {
                    throw ConversionError.missing(name)
                }
                octets += data
            }
            return .octets(octets)
        }
        guard ["SUCCESS", "FAILURE"].contains(one.expected), ["SERVER", "CLIENT"].contains(one.kind) else {
            throw ConversionError.unknown("another result or kind", file: origin)
        }
        let group: [Field] = [("roots", try documents(one.trusted))]
        var fields: [Field] = [
            ("time", .number(try seconds(one.time ?? LimboFile.timeOfNow, origin))),
            ("use", .word(one.kind.lowercased())),
        ]
        for name in (one.peer_name.map { [$0] } ?? []) + (one.peer_names ?? []) {
            guard ["DNS", "IP", "RFC822"].contains(name.kind) else {
                throw ConversionError.unknown("the name \(name.kind)", file: origin)
            }
            fields.append((name.kind.lowercased(), .word(name.value)))
        }
        if let usage = one.key_usage { fields.append(("key-usage", .word(usage.joined(separator: ",")))) }
        if let usage = one.extended_key_usage {
            fields.append(("purposes", .word(usage.joined(separator: ","))))
        }
        if let depth = one.max_chain_depth { fields.append(("depth", .number(depth))) }
        fields.append(("certificate", try documents([one.peer])))
        if let names = one.intermediates, !names.isEmpty {
            fields.append(("intermediates", try documents(names)))
        }
        if let names = one.crls, !names.isEmpty { fields.append(("lists", try documents(names))) }
        return CaseDraft(
            identifier: one.id,
            result: one.expected == "SUCCESS" ? .valid : .invalid,
            flags: one.features ?? [],
            group: group,
            fields: fields
        )
    }

    /// Whole seconds, as certificates and those who read them have them.
    private func seconds(_ text: String, _ origin: String) throws -> Int {
        let whole = text.replacing(/\.[0-9]+/, with: "")
        guard let date = ISO8601DateFormatter().date(from: whole) else {
            throw ConversionError.unknown("the time \(text)", file: origin)
        }
        return Int(date.timeIntervalSince1970)
    }

    /// The identifiers of PKITS's policies, in NIST's arc for tests.
    private func policy(_ name: String, _ origin: String) throws -> String {
        if name == "anyPolicy" { return "2.5.29.32.0" }
        guard name.hasPrefix("NIST-test-policy-"), let number = Int(name.dropFirst(17)) else {
            throw ConversionError.unknown("the policy \(name)", file: origin)
        }
        return "2.16.840.1.101.3.2.1.48.\(number)"
    }
}

extension LimboFile {
    /// The time of the cases that have none, which mean that in which they are run: that in which they were made.
    static let timeOfNow = "2026-11-24T23:00:00+00:00"
}
