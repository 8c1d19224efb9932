import TestSupport

/// Keys and certificates that `openssl` makes once for all cases, by the names of their files; nothing outside of the
/// tests trusts any of them.
struct ExampleCertificates: Sendable {
    let files: [String: [UInt8]]
    /// The certificates in DER.
    let encodings: [String: [UInt8]]

    /// `nil` where there is no `openssl`.
    static let all: Result<ExampleCertificates, any Error>? = Programs.openssl.map { openssl in
        Result { try ExampleCertificates(openssl) }
    }

    private init(_ openssl: Program) throws {
        let folder = try TemporaryFolder()
        func run(_ arguments: String..., more: [String] = []) throws {
            let outcome = try openssl.run(arguments + more, folder: folder.path)
            guard outcome.status == 0 else { throw CaseText.Invalid(description: outcome.errorText) }
        }
        try folder.write(Self.configuration, to: "config")
        for name in ["database", "database.attr"] { try folder.write("", to: name) }
        try folder.write("10\n", to: "serial")
        for root in ["root", "other-root", "plain-root"] {
            try run(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "7300",
                "-subj",
                "/O=Example/CN=\(root)",
                "-config",
                "config",
                "-extensions",
                root == "plain-root" ? "plain-authority" : "authority",
                "-keyout",
                "\(root).key",
                "-out",
                "\(root).crt"
            )
        }
        // One key for each role, and certificates of different times and issuers for it.
        for (key, subject) in [("server", "/O=Example/CN=db.example"), ("client", "/O=Example/CN=webadmin")] {
            try run(
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                subject,
                "-config",
                "config",
                "-keyout",
                "\(key).key",
                "-out",
                "\(key).csr"
            )
        }
        let long = ["-days", "7000"]
        let leaves: [(name: String, key: String, root: String, validity: [String])] = [
            ("server", "server", "root", long), ("client", "client", "root", long),
            ("server-of-other-root", "server", "other-root", long),
            ("client-of-other-root", "client", "other-root", long),
            ("server-of-plain-root", "server", "plain-root", long),
            ("server-of-other-root-29-days", "server", "other-root", ["-days", "30"]),
            // A part of the last day is over by the time that it is looked at.
            ("server-29-days", "server", "root", ["-days", "30"]),
            ("server-30-days", "server", "root", ["-days", "31"]),
            (
                "server-expired", "server", "root",
                ["-startdate", "20200101000000Z", "-enddate", "20210101000000Z"]
            ),
        ]
        for leaf in leaves {
            try run(
                "ca",
                "-batch",
                "-notext",
                "-config",
                "config",
                "-extensions",
                leaf.key,
                "-in",
                "\(leaf.key).csr",
                "-cert",
                "\(leaf.root).crt",
                "-keyfile",
                "\(leaf.root).key",
                "-out",
                "\(leaf.name).crt",
                more: leaf.validity
            )
        }
        try run(
            "pkcs8",
            "-topk8",
            "-v2",
            "aes256",
            "-passout",
            "pass:x",
            "-in",
            "server.key",
            "-out",
            "encrypted.key"
        )
        // Roots as an attacker or an accident makes them, and one that is rolled over.
        let compositions: [(name: String, parts: [String])] = [
            ("two-roots", ["root", "other-root"]), ("two-anchors", ["root.crt", "other-root.crt"]),
            ("anchors-and-key", ["root.crt", "other-root.crt", "root.key"]),
            ("keys-of-two", ["root", "other-root.key"]), ("misfit", ["root.crt", "other-root.key"]),
            ("leaf", ["server.crt", "server.key"]), ("second-leaf", ["root.crt", "server.crt", "root.key"]),
            ("talk", ["root.crt", "text", "root.key"]), ("locked", ["root.crt", "encrypted.key"]),
            ("request", ["server.csr"]),
        ]
        // The root's name and key, but no authority.
        try run(
            "req",
            "-x509",
            "-key",
            "root.key",
            "-days",
            "7300",
            "-subj",
            "/O=Example/CN=root",
            "-config",
            "config",
            "-extensions",
            "server",
            "-out",
            "no-authority.crt"
        )
        // The same root for few days.
        try run(
            "req",
            "-x509",
            "-key",
            "root.key",
            "-days",
            "20",
            "-subj",
            "/O=Example/CN=root",
            "-config",
            "config",
            "-extensions",
            "authority",
            "-out",
            "root-20-days.crt"
        )
        let certificates =
            leaves.map(\.name) + ["root", "other-root", "plain-root", "no-authority", "root-20-days"]
        let keys = ["root", "other-root", "server", "client", "encrypted"]
        try folder.write("nothing of a certificate\n", to: "text")
        try folder.write(try folder.read("root.crt") + (try folder.read("root.key")), to: "root")
        try folder.write(
            try folder.read("other-root.crt") + (try folder.read("other-root.key")),
            to: "other-root"
        )
        for (name, parts) in compositions {
            try folder.write(try parts.flatMap { try folder.read($0) }, to: name)
        }
        try folder.write(
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            to: "no-certificate"
        )
        try run(
            "x509",
            "-in",
            "other-root.crt",
            "-addtrust",
            "clientAuth",
            "-trustout",
            "-out",
            "trusted"
        )
        // A server loads what is not read here.
        let mixtures = ["root.crt and no-certificate": "no-certificate", "root.crt and trusted": "trusted"]
        for (name, other) in mixtures {
            try folder.write(try folder.read("root.crt") + (try folder.read(other)), to: name)
        }
        // What the platform's own script makes of a file.
        let sent =
            [
                "root", "root.crt", "root.key", "other-root", "other-root.crt", "other-root.key", "text",
                "no-certificate",
            ]
            + compositions.map(\.name)
        for name in sent {
            try run(
                "enc",
                "-aes-256-cbc",
                "-salt",
                "-base64",
                "-pass",
                "pass:example",
                "-in",
                name,
                "-out",
                name + ".enc"
            )
        }
        var files: [String: [UInt8]] = [:]
        for name in sent { files[name + ".enc"] = try folder.read(name + ".enc") }
        var encodings: [String: [UInt8]] = [:]
        for name in certificates {
            files["\(name).crt"] = try folder.read("\(name).crt")
            encodings["\(name).crt"] =
                try openssl.run(["x509", "-in", folder.path("\(name).crt"), "-outform", "DER"]).output
        }
        for name in keys { files["\(name).key"] = try folder.read("\(name).key") }
        files["two-anchors.crt"] = try folder.read("two-anchors")
        for name in ["no-certificate"] + mixtures.keys { files[name] = try folder.read(name) }
        self.files = files
        self.encodings = encodings
    }

    private static let configuration = """
        [ca]
        default_ca = example
        [example]
        database = database
        serial = serial
        new_certs_dir = .
        default_md = sha256
        policy = any
        unique_subject = no
        [any]
        organizationName = supplied
        commonName = supplied
        [req]
        distinguished_name = name
        [name]
        [authority]
        basicConstraints = critical, CA:TRUE
        keyUsage = critical, keyCertSign, cRLSign
        subjectKeyIdentifier = hash
        [plain-authority]
        basicConstraints = critical, CA:TRUE
        subjectKeyIdentifier = hash
        [server]
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        subjectAltName = DNS:db.example, DNS:*.db.example
        extendedKeyUsage = serverAuth
        [client]
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        extendedKeyUsage = clientAuth

        """
}
