import DERCoding
import Testing

@testable import PKIX

@Suite("Name constraints (RFC 5280, section 4.2.1.10)")
struct ConstraintTests {
    private func faults(
        _ constraints: NameConstraints,
        _ names: [GeneralName],
        rules: HostNameRules = .rfc9525
    ) throws -> [ValidationFault] {
        let (root, middle) = (try Authority("root"), try Authority("middle"))
        let limited = CertificateExtension(constraints, isCritical: true)
        var policy = ValidationPolicy()
        policy.nameRules = rules
        return CertificateVerifier(
            try root.certificate(of: root),
            [try root.certificate(of: middle, [limited])]
        ).faults(of: try middle.server(names), for: policy)
    }

    private static func name(_ text: String) throws -> DistinguishedName {
        try DistinguishedName([(.organizationName, "Example"), (.commonName, text)])
    }

    /// A set of names, names within it and names without (the standard's examples, and what its text says).
    private static var sets: [(NameConstraints.Base, [GeneralName], [GeneralName])] {
        get throws {
            let organization = try DistinguishedName([(.organizationName, "example")])
            return [
                (
                    .dnsName("example.com"), [.dnsName("example.com"), .dnsName("A.b.Example.com")],
                    [.dnsName("notexample.com"), .dnsName("example.com.org")]
                ),
                (
                    .rfc822Name("root@example.com"), [.rfc822Name("root@EXAMPLE.com")],
                    [.rfc822Name("Root@example.com"), .rfc822Name("root@a.example.com")]
                ),
                (
                    .rfc822Name("example.com"), [.rfc822Name("x@example.com")],
                    [.rfc822Name("x@a.example.com")]
                ),
                (
                    .rfc822Name(".example.com"), [.rfc822Name("x@a.example.com")],
                    [.rfc822Name("x@example.com")]
                ),
                (
                    .uniformResourceIdentifier("example.com"),
                    [.uniformResourceIdentifier("https://u@example.com:80/x?y")],
                    [.uniformResourceIdentifier("https://a.example.com/")]
                ),
                (
                    .uniformResourceIdentifier(".example.com"),
                    [.uniformResourceIdentifier("https://a.example.com#x")],
                    [.uniformResourceIdentifier("https://example.com/")]
                ),
                (
                    .directoryName(organization), [.directoryName(try name("a"))],
                    [.directoryName(try DistinguishedName(commonName: "a"))]
                ),
                (
                    .ipAddress([192, 0, 2, 0], mask: [255, 255, 255, 0]), [try .ip("192.0.2.255")],
                    [try .ip("192.0.3.0"), try .ip("::1")]
                ),
            ]
        }
    }

    @Test("each form of name is held against its sets, permitted and excluded")
    func forms() throws {
        for (base, within, without) in try Self.sets {
            // The subject of the test's certificate is in no set of directory names, where these are permitted.
            let isOfDirectory = base.form == .directoryName
            for name in within {
                if !isOfDirectory {
                    #expect(try faults(NameConstraints(permitted: [base]), [name]).isEmpty, "\(name)")
                }
                let found = try faults(NameConstraints(excluded: [base]), [name])
                #expect(
                    found == [.nameExcluded(name, authority: try DistinguishedName(commonName: "middle"))],
                    "\(name)"
                )
            }
            for name in without {
                #expect(
                    try faults(NameConstraints(permitted: [base]), [name]).contains(
                        .nameNotPermitted(name, authority: try DistinguishedName(commonName: "middle"))
                    ),
                    "\(name)"
                )
                #expect(try faults(NameConstraints(excluded: [base]), [name]).isEmpty, "\(name)")
            }
        }
    }

    @Test(
        "what nobody can compare is not let through where a constraint speaks of its form, and is elsewhere"
    )
    func notComparable() throws {
        let registered = GeneralName.registeredID(ObjectIdentifier(1, 2, 3))
        let base = NameConstraints.Base.other(
            .registeredID,
            encoding: DERWriter.octets { $0.objectIdentifier(ObjectIdentifier(1, 2, 3), .field(8)) }
        )
        let middle = try DistinguishedName(commonName: "middle")
        for constraints in [NameConstraints(permitted: [base]), NameConstraints(excluded: [base])] {
            #expect(
                try faults(constraints, [registered]) == [.nameNotComparable(registered, authority: middle)]
            )
            #expect(try faults(constraints, [.dnsName("a.example.com")]).isEmpty)
        }
        // A URI without a host, and a mailbox without a sign.
        for name in [GeneralName.uniformResourceIdentifier("urn:x"), .rfc822Name("x")] {
            let bases: [NameConstraints.Base] = [.uniformResourceIdentifier("x.com"), .rfc822Name("x.com")]
            #expect(
                try faults(NameConstraints(excluded: bases), [name]) == [
                    .nameNotComparable(name, authority: middle)
                ]
            )
        }
    }

    @Test("a star is not let through where one of the hosts that it stands for is excluded")
    func stars() throws {
        let excluded = NameConstraints(excluded: [.dnsName("secret.example.com")])
        #expect(try faults(excluded, [.dnsName("*.example.com")]).count == 1)
        #expect(try faults(excluded, [.dnsName("*.other.com")]).isEmpty)
        #expect(
            try faults(NameConstraints(permitted: [.dnsName("a.example.com")]), [.dnsName("*.example.com")])
                .count == 1
        )
    }

    @Test("a common name counts where clients take it for a host's")
    func commonNames() throws {
        let (root, middle) = (try Authority("root"), try Authority("middle"))
        let limited = CertificateExtension(
            NameConstraints(excluded: [.dnsName("example.com")]),
            isCritical: true
        )
        let issuing = try root.certificate(of: middle, [limited])
        let server = try middle.certificate(
            of: DistinguishedName([
                (.commonName, "db.example.org"), (.commonName, "db.example.com"),
                (.commonName, "db.example.net"),
            ]),
            key: Issuance.leafKey.publicKeyInfo,
            []
        )
        let verifier = CertificateVerifier(try root.certificate(of: root), [issuing])
        for rules in HostNameRules.allCases {
            var policy = ValidationPolicy()
            policy.nameRules = rules
            #expect(verifier.faults(of: server, for: policy).isEmpty == !rules.takesCommonName, "\(rules)")
        }
    }

    @Test("an authority's next key is under no constraint, and what it issues is")
    func selfIssued() throws {
        let (root, middle) = (try Authority("root"), try Authority("middle"))
        let next = try middle.rolledOver(seed: 4)
        let base = NameConstraints.Base.directoryName(try DistinguishedName(commonName: "middle"))
        let limited = CertificateExtension(NameConstraints(excluded: [base]), isCritical: true)
        let chain = [try root.certificate(of: middle, [limited]), try middle.certificate(of: next)]
        let verifier = CertificateVerifier(try root.certificate(of: root), chain)
        #expect(verifier.faults(of: try next.server()).isEmpty)
        let below = try next.certificate(of: middle.name, key: Issuance.leafKey.publicKeyInfo, [])
        #expect(verifier.faults(of: below).count == 1)
    }

    @Test("constraints are written as they were read")
    func writing() throws {
        let bases = try Self.sets.map(\.0) + [.other(.registeredID, encoding: [0x88, 1, 0x2A])]
        let constraints = NameConstraints(permitted: bases, excluded: Array(bases.reversed()))
        let read = try CertificateExtension(constraints, isCritical: true).read(NameConstraints.self)
        #expect(read == constraints)
    }
}
