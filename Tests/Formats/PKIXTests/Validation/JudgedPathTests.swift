import DERCoding
import Foundation
import SecretMemory
import TestSupport
import Testing

@testable import PKIX

/// Chains that are drawn at random, with a deviation here and there, and judged by other programs: ours has to say what
/// they say. `Scripts/judge-paths` draws a thousand.
@Suite("Independent programs judge paths")
struct JudgedPathTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let count = environment["PATH_CHAINS"].flatMap { Int($0) } ?? 40
    private static let seed = environment["PATH_SEED"].flatMap { UInt64($0) } ?? 1

    @Test(
        "openssl and the verifier agree on chains drawn at random",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func openssl() throws {
        let program = try #require(Programs.openssl)
        var accepted = 0
        for index in 0..<Self.count {
            let chain = try DrawnChain(seed: Self.seed &* 1_000_003 &+ UInt64(index))
            if chain.isStarOverExcluded { continue }
            let folder = try TemporaryFolder()
            try chain.write(to: folder)
            var arguments = [
                "verify", "-attime", String(chain.time.secondsSince1970), "-CAfile", "root", "-purpose",
                "sslserver",
                "-policy_check", "-no-CApath", "-no-CAstore", "-verify_hostname", DrawnChain.host,
            ]
            if chain.certificates.count > 2 { arguments += ["-untrusted", "others"] }
            arguments.append("leaf")
            let outcome = try program.run(arguments, folder: folder.path)
            let faults = chain.faults(.openSSL)
            #expect(
                faults.isEmpty == (outcome.status == 0),
                "chain \(index) \(chain.deviations): \(faults) and \(outcome.text) \(outcome.errorText)"
            )
            accepted += faults.isEmpty ? 1 : 0
        }
        // As many of each as make the comparison worth something.
        #expect(accepted > Self.count / 8 && accepted < Self.count * 7 / 8, "\(accepted) of \(Self.count)")
    }

    @Test(
        "GnuTLS and the verifier agree on chains drawn at random",
        .enabled(if: Programs.certtool != nil, "certtool is not installed")
    )
    func certtool() throws {
        let program = try #require(Programs.certtool)
        var compared = 0
        for index in 0..<Self.count {
            let chain = try DrawnChain(seed: Self.seed &* 1_000_003 &+ UInt64(index))
            // What GnuTLS 3.7 does not look at (lib/x509/verify.c, name_constraints.c).
            guard Set(chain.deviations).isDisjoint(with: DrawnChain.beyondGnuTLS), !chain.isStarOverExcluded
            else {
                continue
            }
            let folder = try TemporaryFolder()
            try chain.write(to: folder)
            let outcome = try program.run(
                [
                    "--verify", "--load-ca-certificate", "root", "--infile", "chain", "--verify-profile",
                    "medium", "--verify-purpose", "1.3.6.1.5.5.7.3.1",
                    "--verify-hostname", DrawnChain.host,
                ],
                folder: folder.path
            )
            let faults = chain.faults(.rfc9525)
            #expect(
                faults.isEmpty == (outcome.status == 0),
                "chain \(index) \(chain.deviations): \(faults) and \(outcome.text) \(outcome.errorText)"
            )
            compared += 1
        }
        #expect(compared > Self.count / 4)
    }
}

extension JudgedPathTests {
    private static let folder = environment["PATH_FOLDER"]

    @Test(
        "chains drawn at random are written for programs that are no part of this package",
        .enabled(if: folder != nil, "PATH_FOLDER is not set")
    )
    func written() throws {
        let root = try #require(Self.folder)
        for index in 0..<Self.count {
            let chain = try DrawnChain(seed: Self.seed &* 1_000_003 &+ UInt64(index))
            let path = "\(root)/\(index)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            let words =
                [chain.faults(.rfc9525).isEmpty ? "valid" : "invalid"]
                + chain.deviations.map { String(describing: $0) }
            let certificates = chain.certificates
            for (name, text) in [
                ("verdict", words.joined(separator: " ")), ("leaf", certificates[0].pemText),
                ("others", certificates.dropFirst().dropLast().map(\.pemText).joined()),
                ("root", certificates[certificates.count - 1].pemText),
            ] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
            }
        }
    }
}

/// A root, up to three authorities below it, and a server, of which some deviate from what is right.
struct DrawnChain {
    static let host = "db.example.com"

    /// certtool goes by the clock of the machine.
    let time = DERTime.now
    /// From the server up; the root is the last one.
    private(set) var certificates: [Certificate] = []
    private(set) var deviations: [Deviation] = []

    enum Deviation: CaseIterable {
        // Of any certificate.
        case expired, notYetValid, otherKey, unknownCritical, forClients, forServers
        // Of authorities.
        case noBasicConstraints, noAuthority, noCertSign, pathLength0, pathLength1
        case permitsHost, permitsOther, excludesHost, excludesOther, permitsNetwork, excludesSubject,
            permitsSubject
        case requiresPolicy, hasPolicy, anyPolicy
        // Of the server.
        case otherHost, star, keyUsage, onlyAddress
    }

    /// What GnuTLS 3.7 does not look at, or sees otherwise.
    static let beyondGnuTLS: Set<Deviation> = [.requiresPolicy, .excludesSubject, .permitsSubject, .keyUsage]

    private var random: SeededRandom

    init(seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        let authorities = try (0...draw(4)).map {
            try Authority("authority \($0)", seed: seed &* 16 &+ UInt64($0))
        }
        let stranger = try Authority("authority 0", seed: seed &* 16 &+ 15)
        var own = [[Deviation]](repeating: [], count: authorities.count + 1)
        for _ in 0..<draw(4) {
            let deviation = Deviation.allCases[draw(Deviation.allCases.count)]
            let place = deviation.isOfServer ? authorities.count : draw(own.count)
            guard !(deviation.isOfAuthority && place == authorities.count) else { continue }
            // A root of another key is no root of these, and what its own certificate says of policies and purposes
            // is not for a path to decide.
            guard place > 0 || !deviation.isNothingOfARoot else { continue }
            guard !own[place].contains(where: { $0.excludes(deviation) }) else { continue }
            own[place].append(deviation)
            deviations.append(deviation)
        }
        for (index, authority) in authorities.enumerated() {
            let signer = index == 0 ? authority : authorities[index - 1]
            let certificate = try (own[index].contains(.otherKey) ? stranger.named(signer.name) : signer)
                .certificate(
                    of: authority.name,
                    key: authority.publicKey,
                    validity: validity(own[index]),
                    try Self.extensions(own[index])
                )
            certificates.insert(certificate, at: 0)
        }
        let last = own[authorities.count]
        let signer = authorities[authorities.count - 1]
        let server = try (last.contains(.otherKey) ? stranger.named(signer.name) : signer).certificate(
            of: DistinguishedName([(.organizationName, "Example"), (.commonName, "server")]),
            key: Issuance.leafKey.publicKeyInfo,
            validity: validity(last),
            try Self.serverExtensions(last)
        )
        certificates.insert(server, at: 0)
    }

    private mutating func draw(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

    /// Whether a star stands for a host that is excluded, which others let through (as Go did, CVE-2025-61727).
    var isStarOverExcluded: Bool { Set([.star, .excludesOther]).isSubset(of: deviations) }

    /// What the verifier finds.
    func faults(_ rules: HostNameRules) -> [ValidationFault] {
        CertificateVerifier(certificates[certificates.count - 1], Array(certificates.dropFirst().dropLast()))
            .faults(of: certificates[0], for: .server(.dnsName(Self.host), names: rules), at: time)
    }

    func write(to folder: TemporaryFolder) throws {
        try folder.write(certificates[certificates.count - 1].pemText, to: "root")
        try folder.write(certificates.dropFirst().dropLast().map(\.pemText).joined(), to: "others")
        try folder.write(certificates[0].pemText, to: "leaf")
        try folder.write(certificates.dropLast().map(\.pemText).joined(), to: "chain")
    }

    private func validity(_ deviations: [Deviation]) -> Validity {
        if deviations.contains(.expired) {
            return Validity(notBefore: time.advanced(bySeconds: -90_000), days: 1)
        }
        if deviations.contains(.notYetValid) {
            return Validity(notBefore: time.advanced(bySeconds: 86_400), days: 90)
        }
        return Validity(notBefore: time.advanced(bySeconds: -86_400), days: 30)
    }

    private static func common(_ deviations: [Deviation]) -> [CertificateExtension] {
        var all: [CertificateExtension] = []
        for deviation in deviations {
            switch deviation {
            case .unknownCritical:
                let identifier = ObjectIdentifier(1, 2, 840, 99999, 1)
                all.append(CertificateExtension(identifier: identifier, isCritical: true, contents: [5, 0]))
            case .forClients:
                all.append(
                    CertificateExtension(ExtendedKeyUsage(ExtendedKeyUsage.clientAuth), isCritical: false)
                )
            case .forServers:
                all.append(
                    CertificateExtension(ExtendedKeyUsage(ExtendedKeyUsage.serverAuth), isCritical: false)
                )
            case .hasPolicy:
                all.append(
                    CertificateExtension(CertificatePolicies([ObjectIdentifier(1, 2, 3)]), isCritical: false)
                )
            case .anyPolicy:
                all.append(
                    CertificateExtension(
                        CertificatePolicies([CertificatePolicies.anyPolicy]),
                        isCritical: false
                    )
                )
            default: continue
            }
        }
        return all
    }

    private static func extensions(_ deviations: [Deviation]) throws -> [CertificateExtension] {
        var all = common(deviations)
        if !deviations.contains(.noBasicConstraints) {
            let length = deviations.contains(.pathLength0) ? 0 : deviations.contains(.pathLength1) ? 1 : nil
            let constraints =
                deviations.contains(.noAuthority)
                ? BasicConstraints.endEntity : .authority(pathLength: length)
            all.append(CertificateExtension(constraints, isCritical: true))
        }
        let usage: KeyUsage = deviations.contains(.noCertSign) ? .crlSign : [.keyCertSign, .crlSign]
        all.append(CertificateExtension(usage, isCritical: true))
        let organization = try DistinguishedName([(.organizationName, "EXAMPLE")])
        for deviation in deviations {
            let constraints: NameConstraints
            switch deviation {
            case .permitsHost: constraints = NameConstraints(permitted: [.dnsName("example.com")])
            case .permitsOther: constraints = NameConstraints(permitted: [.dnsName("example.org")])
            case .excludesHost: constraints = NameConstraints(excluded: [.dnsName("Example.com")])
            case .excludesOther: constraints = NameConstraints(excluded: [.dnsName("xdb.example.com")])
            case .permitsNetwork:
                constraints = NameConstraints(permitted: [.ipAddress([10, 0, 0, 0], mask: [255, 0, 0, 0])])
            case .excludesSubject: constraints = NameConstraints(excluded: [.directoryName(organization)])
            case .permitsSubject: constraints = NameConstraints(permitted: [.directoryName(organization)])
            case .requiresPolicy:
                let policy = PolicyConstraints(requireExplicitPolicy: 0)
                all.append(CertificateExtension(policy, isCritical: true))
                continue
            default: continue
            }
            all.append(CertificateExtension(constraints, isCritical: true))
        }
        return all
    }

    private static func serverExtensions(_ deviations: [Deviation]) throws -> [CertificateExtension] {
        var names = [GeneralName.dnsName(host)]
        if deviations.contains(.otherHost) { names = [.dnsName("db.example.net")] }
        if deviations.contains(.star) { names = [.dnsName("*.example.com")] }
        if deviations.contains(.onlyAddress) { names = [try .ip("192.0.2.1")] }
        var all = common(deviations)
        all.append(CertificateExtension(SubjectAlternativeName(names), isCritical: false))
        if deviations.contains(.keyUsage) {
            all.append(CertificateExtension(KeyUsage.crlSign, isCritical: true))
        }
        return all
    }
}

extension DrawnChain.Deviation {
    var isOfServer: Bool { [.otherHost, .star, .keyUsage, .onlyAddress].contains(self) }

    var isOfAuthority: Bool {
        switch self {
        case .noBasicConstraints, .noAuthority, .noCertSign, .pathLength0, .pathLength1, .permitsHost,
            .permitsOther,
            .excludesHost, .excludesOther, .permitsNetwork, .excludesSubject, .permitsSubject,
            .requiresPolicy:
            true
        default: false
        }
    }

    var isNothingOfARoot: Bool {
        self == .otherKey || isOfAuthority
            || [.forClients, .forServers, .hasPolicy, .anyPolicy].contains(self)
            || self == .unknownCritical
    }

    /// Whether two would be one extension, or contradict each other.
    func excludes(_ other: Self) -> Bool {
        func kind(_ one: Self) -> Int {
            switch one {
            case .expired, .notYetValid: 1
            case .forClients, .forServers: 2
            case .noBasicConstraints, .noAuthority, .pathLength0, .pathLength1: 3
            case .permitsHost, .permitsOther, .excludesHost, .excludesOther, .permitsNetwork,
                .excludesSubject,
                .permitsSubject:
                4
            case .hasPolicy, .anyPolicy: 5
            case .otherHost, .star, .onlyAddress: 6
            default: 100
            }
        }
        return self == other || kind(self) == kind(other) && kind(self) < 100
    }
}
