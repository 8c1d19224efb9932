internal import DERCoding
internal import PKIX
internal import SecretMemory
internal import VectorFiles

/// Paths of PKITS, whose certificates and lists stand in files of their own by their names.
struct NamedPathSuite: Suite {
    private var certificates: [String: [UInt8]] = [:]
    private var lists: [String: [UInt8]] = [:]

    mutating func prepare(_ file: VectorFile, in folder: VectorFolder) throws {
        func documents(_ name: String) throws -> [String: [UInt8]] {
            var found: [String: [UInt8]] = [:]
            for vector in try folder.file(name).cases {
                let base = vector.identifier.split(separator: "/").last ?? ""
                found[String(base.prefix { $0 != "." })] = try vector.octets("der")
            }
            return found
        }
        certificates = try documents("nist-pkits/certificates")
        lists = try documents("nist-pkits/lists")
    }

    func answer(_ vector: VectorCase) throws -> Answer {
        func octets(_ field: String, _ documents: [String: [UInt8]]) throws -> [[UInt8]] {
            try vector.word(field).split(separator: ",").map { name in
                guard let octets = documents[String(name)] else {
                    throw VectorSuiteError.unknownWord(String(name), line: vector.line)
                }
                return octets
            }
        }
        let path = try octets("certificates", certificates)
        let named = try octets("lists", lists)
        var policy = ValidationPolicy()
        policy.revocation = .required
        if vector.has("initial-policies") {
            policy.initialPolicies = try policies("initial-policies", vector)
        }
        policy.requiresExplicitPolicy = vector.has("explicit-policy")
        policy.inhibitsPolicyMapping = vector.has("inhibit-mapping")
        policy.inhibitsAnyPolicy = vector.has("inhibit-any-policy")
        do throws(PKIXError) {
            var chain: [Certificate] = []
            for octets in path { chain.append(try Certificate(der: octets.span)) }
            var lists: [CertificateList] = []
            for octets in named { lists.append(try CertificateList(der: octets.span)) }
            let verifier = CertificateVerifier(
                anchors: [TrustAnchor(chain[0])],
                intermediates: Array(chain[1...].dropLast()),
                lists: lists
            )
            let time = DERTime(secondsSince1970: Int64((try? vector.number("time")) ?? 0))
            let result = verifier.validate(chain[chain.count - 1], for: policy, at: time)
            guard case .valid(let path) = result else { return Answer(result) }
            guard vector.result != .valid || path.policies == (try? policies("policies", vector)) else {
                return .wrong("the path is valid for the policies \(path.policies)")
            }
            return .accepted
        } catch {
            return .refused("\(error)")
        }
    }

    private func policies(_ field: String, _ vector: VectorCase) throws -> Set<ObjectIdentifier> {
        var found: Set<ObjectIdentifier> = []
        for text in try vector.word(field).split(separator: ",") {
            guard let policy = try? ObjectIdentifier(dotted: String(text)) else {
                throw VectorSuiteError.unknownWord(String(text), line: vector.line)
            }
            found.insert(policy)
        }
        return found
    }
}

/// Paths that carry their certificates, by the strictest rules, which x509-limbo is made for.
struct PathSuite: Suite {
    /// Of BetterTLS's tables one case in many is enough where time counts.
    func isLong(_ vector: VectorCase) throws -> Bool {
        vector.identifier.hasPrefix("bettertls::nameconstraints")
    }

    func answer(_ vector: VectorCase) throws -> Answer {
        var policy = try policy(vector)
        policy.rules = Set(CertificateRule.allCases)
        let time = DERTime(secondsSince1970: Int64(try vector.number("time")))
        let (roots, others) = (try documents("roots", vector), try documents("intermediates", vector))
        let (leaf, named) = (try vector.octets("certificate"), try documents("lists", vector))
        do throws(PKIXError) {
            var anchors: [TrustAnchor] = []
            for octets in roots { anchors.append(TrustAnchor(try Certificate(der: octets.span))) }
            // A certificate that cannot be read stands in no path.
            var intermediates: [Certificate] = []
            for octets in others {
                if let one = try? Certificate(der: octets.span) { intermediates.append(one) }
            }
            var lists: [CertificateList] = []
            for octets in named { lists.append(try CertificateList(der: octets.span)) }
            let verifier = CertificateVerifier(
                anchors: anchors,
                intermediates: intermediates,
                lists: lists
            )
            return Answer(verifier.validate(try Certificate(der: leaf.span), for: policy, at: time))
        } catch {
            return .refused("\(error)")
        }
    }

    private func policy(_ vector: VectorCase) throws -> ValidationPolicy {
        var policy = ValidationPolicy()
        switch try vector.word("use") {
        case "server": policy.purpose = ExtendedKeyUsage.serverAuth
        case "client": policy.purpose = ExtendedKeyUsage.clientAuth
        case let word: throw VectorSuiteError.unknownWord(word, line: vector.line)
        }
        for (field, words) in [
            ("purposes", ["serverAuth", "clientAuth"]), ("key-usage", ["digitalSignature"]),
        ]
        where vector.has(field) {
            let word = try vector.word(field)
            guard words.contains(word) else { throw VectorSuiteError.unknownWord(word, line: vector.line) }
        }
        if vector.has("key-usage") { policy.keyUsage = .digitalSignature }
        if vector.has("depth") { policy.maximumAuthorityCount = try vector.number("depth") }
        if vector.has("dns") { policy.name = .dnsName(try vector.word("dns")) }
        if vector.has("ip") { policy.name = try GeneralName.ip(try vector.word("ip")) }
        if vector.has("rfc822") { policy.name = .rfc822Name(try vector.word("rfc822")) }
        return policy
    }

    /// The documents of a field, which stand behind one another.
    private func documents(_ field: String, _ vector: VectorCase) throws -> [[UInt8]] {
        guard vector.has(field) else { return [] }
        let octets = try vector.octets(field)
        return try DERReader<DERError>.read(
            octets.span,
            limits: DERLimits(byteCount: VectorFile.maximumByteCount)
        ) {
            reader throws(DERError) in
            var documents: [[UInt8]] = []
            while !reader.isAtEnd { documents.append([UInt8](copying: try reader.anyElement())) }
            return documents
        }
    }
}

extension Answer {
    fileprivate init(_ result: ValidationResult) {
        switch result {
        case .valid: self = .accepted
        case .invalid(let failures): self = .refused("\(failures[0])")
        }
    }
}
