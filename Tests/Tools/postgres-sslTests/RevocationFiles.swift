import TestSupport

/// Certificates and lists of revoked ones of every kind, which Python's cryptography makes once for all tests.
struct RevocationFiles: Sendable {
    /// `nil` where Python's cryptography is missing.
    static let all: Result<RevocationFiles, any Error>? = {
        guard let python = Programs.python,
            (try? python.run(["-c", "import cryptography.x509"]))?.status == 0
        else { return nil }
        return Result { try RevocationFiles(python) }
    }()

    let folder: TemporaryFolder
    /// The lists' files.
    let lists: [String]

    private init(_ python: Program) throws {
        folder = try TemporaryFolder()
        let outcome = try python.run(["-W", "ignore", "-c", Self.script], folder: folder.path)
        guard outcome.status == 0 else { throw ServerNotStarted(log: outcome.errorText) }
        lists = folder.names().filter { $0.hasSuffix(".crl") }.sorted()
    }

    /// A root with a server, `db.example`, and a client, `webadmin`, whose certificates say where their lists are; a
    /// server that signed itself; and the lists. Those of a client hold its number beside the server's.
    private static let script = """
        import datetime
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.x509.oid import NameOID, ExtendedKeyUsageOID

        now = datetime.datetime.utcnow().replace(microsecond=0)
        day = datetime.timedelta(days=1)
        def key(): return ec.generate_private_key(ec.SECP256R1())
        def name(text): return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
        def pem(one): return one.public_bytes(serialization.Encoding.PEM)
        def usage(**given):
            names = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
                     "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
            return x509.KeyUsage(**{one: given.get(one, False) for one in names})
        place = [x509.UniformResourceIdentifier("http://ca/x.crl")]

        def certificate(subject, own, issuer, signer, authority, *more):
            builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
            builder = builder.public_key(own.public_key()).serial_number(x509.random_serial_number())
            builder = builder.not_valid_before(now - day).not_valid_after(now + 90 * day)
            builder = builder.add_extension(x509.BasicConstraints(authority, None), True)
            builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), False)
            builder = builder.add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
            for one, critical in more: builder = builder.add_extension(one, critical)
            return builder.sign(signer, hashes.SHA256())

        rootKey, otherKey = key(), key()
        root = certificate("root", rootKey, "root", rootKey, True, (usage(key_cert_sign=True, crl_sign=True), True))
        leaves = {}
        points = x509.CRLDistributionPoints([x509.DistributionPoint(place, None, None, None)])
        host = x509.SubjectAlternativeName([x509.DNSName("db.example")])
        for kind, subject, purpose in [("server", "db.example", ExtendedKeyUsageOID.SERVER_AUTH),
                                       ("client", "webadmin", ExtendedKeyUsageOID.CLIENT_AUTH)]:
            own = key()
            leaves[kind] = certificate(subject, own, "root", rootKey, False,
                (usage(digital_signature=True), True), (x509.ExtendedKeyUsage([purpose]), False),
                (points, False), (host, False))
            open(kind + ".key", "wb").write(own.private_bytes(serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
            open(kind + ".crt", "wb").write(pem(leaves[kind]))
        open("root.crt", "wb").write(pem(root))

        def entries(*reason):
            return [(one.serial_number, reason) for one in leaves.values()]
        def crl(revoked=(), number=1, since=-1, until=30, more=(), signer=rootKey, issuer="root", identified=True):
            builder = x509.CertificateRevocationListBuilder().issuer_name(name(issuer))
            builder = builder.last_update(now + since * day).next_update(now + until * day)
            for serial, reason in revoked:
                entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now - day)
                for one in reason: entry = entry.add_extension(x509.CRLReason(one), False)
                builder = builder.add_revoked_certificate(entry.build())
            builder = builder.add_extension(x509.CRLNumber(number), False)
            if identified:
                builder = builder.add_extension(
                    x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
            for one in more: builder = builder.add_extension(one, True)
            return builder.sign(signer, hashes.SHA256())
        def scope(**given):
            fields = dict(full_name=None, relative_name=None, only_contains_user_certs=False,
                only_contains_ca_certs=False, only_some_reasons=None, indirect_crl=False,
                only_contains_attribute_certs=False)
            return x509.IssuingDistributionPoint(**{**fields, **given})
        def delta(revoked, **given):
            return crl(revoked, number=2, more=[x509.DeltaCRLIndicator(1)], **given)
        flags = x509.ReasonFlags
        hold, back = entries(flags.certificate_hold), entries(flags.remove_from_crl)
        other = [x509.UniformResourceIdentifier("http://ca/y.crl")]
        some = frozenset([flags.key_compromise])
        rest = frozenset(one for one in flags if one not in (flags.unspecified, flags.remove_from_crl, *some))
        files = {
            "good": [crl()], "revoked": [crl(entries())], "on-hold": [crl(hold)], "taken-back": [crl(back)],
            "old-good,new-revoked": [crl(since=-3), crl(entries(), 2)],
            "new-revoked,old-good": [crl(entries(), 2), crl(since=-3)],
            "old-hold,new-good": [crl(hold, since=-3), crl(number=2)],
            "new-good,old-hold": [crl(number=2), crl(hold, since=-3)],
            "late-number,early-time": [crl(entries(), 3, since=-3), crl(number=2)],
            "point": [crl(more=[scope(full_name=place)])],
            "other-point": [crl(more=[scope(full_name=other)])],
            "users": [crl(more=[scope(only_contains_user_certs=True)])],
            "authorities": [crl(more=[scope(only_contains_ca_certs=True)])],
            "users,authorities": [crl(more=[scope(only_contains_user_certs=True)]),
                                  crl(more=[scope(only_contains_ca_certs=True)])],
            "attributes": [crl(more=[scope(only_contains_attribute_certs=True)])],
            "root-revoked": [crl([(root.serial_number, ())])],
            "delta-takes-back": [crl(hold), delta(back)], "delta-revokes": [crl(), delta(entries())],
            "delta-revokes-first": [delta(entries()), crl()], "delta-only": [delta(())],
            "new-delta-takes-back": [crl(hold, since=-2), delta(back)],
            "new-delta-revokes": [crl(since=-2), delta(entries())],
            "indirect": [crl(more=[scope(indirect_crl=True)])],
            "reasons": [crl(more=[scope(only_some_reasons=some)])],
            "all-reasons": [crl(more=[scope(only_some_reasons=some)]), crl(more=[scope(only_some_reasons=rest)])],
            "over": [crl(since=-3, until=-1)], "over,good": [crl(entries(), since=-3, until=-1), crl(number=2)],
            "good,new-over": [crl(since=-5), crl(entries(), 2, since=-3, until=-1)],
            "of-later": [crl(since=1)],
            "other-key": [crl(signer=otherKey)], "other-key-unnamed": [crl(signer=otherKey, identified=False)],
            "other-key,good": [crl(signer=otherKey, since=0), crl()],
            "good,other-key-unnamed": [crl(), crl(signer=otherKey, since=0, identified=False)],
            "other-issuer": [crl(issuer="other")], "unnamed": [crl(identified=False)],
            "critical": [crl(more=[x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), bytes([5, 0]))])],
        }
        for file, lists in files.items():
            open(file + ".crl", "wb").write(b"".join(pem(one) for one in lists))

        own = key()
        alone = certificate("db.example", own, "db.example", own, False, (usage(digital_signature=True), True),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False), (host, False))
        open("alone.crt", "wb").write(pem(alone))
        open("alone.key", "wb").write(own.private_bytes(serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        open("alone.list", "wb").write(pem(crl(signer=own, issuer="db.example")))
        """
}
