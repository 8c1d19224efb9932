extension Conversion {
    /// Converts what the Python package `cryptography-vectors` has.
    mutating func convertCryptographyVectors(_ folder: PublishedFolder) throws {
        let root = "cryptography_vectors/"
        try convertDigests(of: folder, under: root + "hashes/")
        try convertMessageAuthentication(of: folder, under: root)
        for mode in ["ECB", "CBC"] {
            try convertAESFolder(of: folder, under: root + "ciphers/AES/\(mode)/\(mode)", to: "nist-aes/")
        }
        try convertGCMFolder(of: folder, under: root + "ciphers/AES/GCM/", to: "nist-aes/")
        try convertRSA(of: folder, under: root + "asymmetric/RSA/")
        try convertCurves(of: folder, under: root + "asymmetric/")
        try convertCertificates(of: folder, under: root + "x509/")
        try convertKeys(of: folder, under: root + "asymmetric/")
        try folder.leaveOut(by: cryptographyVectorsLeftOut, in: &ledger)
    }

    private mutating func convertDigests(of folder: PublishedFolder, under root: String) throws {
        for digest in ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512"] {
            let subfolder = root + (digest == "SHA1" ? "SHA1/" : "SHA2/")
            let word = digest.lowercased()
            for kind in ["ShortMsg", "LongMsg"] {
                let path = "\(subfolder)\(digest)\(kind).rsp"
                let name = "nist-shavs/\(word)-\(kind == "ShortMsg" ? "short" : "long")"
                try convertDigests(try folder.text(path), digest: word, origin: path, to: name)
            }
            let path = "\(subfolder)\(digest)Monte.rsp"
            try convertDigestChain(
                try folder.text(path),
                digest: word,
                origin: path,
                to: "nist-shavs/\(word)-monte"
            )
        }
        let path = root + "MD5/rfc-1321.txt"
        try convertDigests(try folder.text(path), digest: "md5", origin: path, to: "rfc/1321-md5")
    }

    private mutating func convertMessageAuthentication(of folder: PublishedFolder, under root: String) throws
    {
        for name in ["2202-md5", "2202-sha1", "4231-sha224", "4231-sha256", "4231-sha384", "4231-sha512"] {
            let path = "\(root)HMAC/rfc-\(name).txt"
            let digest = String(name.dropFirst("2202-".count))
            try convertHMAC(try folder.text(path), digest: digest, origin: path, to: "rfc/\(name)")
        }
        let path = root + "KDF/rfc-6070-PBKDF2-SHA1.txt"
        try convertPBKDF2(try folder.text(path), digest: "sha1", origin: path, to: "rfc/6070-pbkdf2-sha1")
        for digest in ["SHA1", "SHA256"] {
            let path = "\(root)KDF/rfc-5869-HKDF-\(digest).txt"
            try convertHKDF(try folder.text(path), origin: path, to: "rfc/5869-hkdf-\(digest.lowercased())")
        }
    }

    private mutating func convertRSA(of folder: PublishedFolder, under root: String) throws {
        let nist = root + "FIPS_186-2/"
        for (scheme, word) in [(RSAScheme.pkcs1, "15"), (.pss, "PSS")] {
            let name = word == "15" ? "pkcs1" : "pss"
            // The text file has the private exponent, the response file only what an implementation answered.
            for (path, destination) in [
                ("\(nist)SigGen\(word)_186-2.txt", "nist-rsa/\(name)-siggen-186-2"),
                ("\(nist)SigGen\(word)_186-3.rsp", "nist-rsa/\(name)-siggen-186-3-cavs10"),
            ] {
                try convertSignatureGeneration(
                    try folder.text(path),
                    scheme: scheme,
                    origin: path,
                    to: destination
                )
            }
            try leaveOutResponses(
                "\(nist)SigGen\(word)_186-2.rsp",
                besides: "SigGen\(word)_186-2.txt",
                of: folder
            )
            let path = "\(nist)SigVer\(word)_186-3.rsp"
            try convertSignatureVerification(
                try folder.text(path),
                scheme: scheme,
                origin: path,
                to: "nist-rsa/\(name)-sigver-186-3-cavs11-0"
            )
        }
        try convertSignatureVerification(
            try folder.text(root + "SigVer15EMTest.txt"),
            scheme: .pkcs1,
            origin: root + "SigVer15EMTest.txt",
            to: "nist-rsa/pkcs1-sigver-186-2-em"
        )
        let keys = nist + "KeyGenRSA.rsp"
        try convertKeyGeneration(try folder.text(keys), origin: keys, to: "nist-rsa/keygen-186-2")
        for name in ["SigGenRSA.rsp", "SigGenRSA_186-2.rsp", "SigGenRSA_186-2.txt", "SigVerRSA.rsp"] {
            let file = try CAVSFile(try folder.text(nist + name), origin: nist + name, terminal: "S")
            let reason = "signatures of ANSI X9.31, which are not built"
            try ledger.book(
                nist + name,
                cases: file.published,
                converted: [],
                leftOut: [(file.published, reason)]
            )
        }
        let examples: [(path: String, scheme: RSAScheme, name: String)] = [
            ("pkcs1v15sign-vectors.txt", .pkcs1, "pkcs1/v15-sign"),
            ("pkcs-1v2-1d2-vec/pss-vect.txt", .pss, "pkcs1/pss-sign"),
            ("pkcs-1v2-1d2-vec/pss-int.txt", .pss, "pkcs1/pss-steps"),
        ]
        for example in examples {
            try convertPKCS1(
                try folder.text(root + example.path),
                scheme: example.scheme,
                origin: root + example.path,
                to: example.name
            )
        }
    }

    private mutating func convertCurves(of folder: PublishedFolder, under root: String) throws {
        for standard in ["2", "3"] {
            let subfolder = "\(root)ECDSA/FIPS_186-\(standard)/"
            let destination = "nist-ecdsa/"
            let keys = subfolder + "KeyPair.rsp"
            try convertCurveKeys(
                try folder.text(keys),
                origin: keys,
                to: "\(destination)keypair-186-\(standard)"
            )
            let points = subfolder + "PKV.rsp"
            try convertCurvePoints(
                try folder.text(points),
                origin: points,
                to: "\(destination)pkv-186-\(standard)"
            )
        }
        for (name, destination) in [("SigVer.rsp", "sigver"), ("SigGen.txt", "siggen")] {
            let path = "\(root)ECDSA/FIPS_186-3/\(name)"
            try convertCurveSignatures(
                try folder.text(path),
                origin: path,
                to: "nist-ecdsa/\(destination)-186-3"
            )
        }
        for role in ["init", "resp"] {
            let path = "\(root)ECDH/KASValidityTest_ECCStaticUnified_NOKC_ZZOnly_\(role).fax"
            try convertCurveAgreements(try folder.text(path), origin: path, to: "nist-ecdh/static-\(role)")
        }
        let deterministic = root + "ECDSA/RFC6979/evppkey_ecdsa_rfc6979.txt"
        try convertDeterministicSignatures(
            try folder.text(deterministic),
            origin: deterministic,
            to: "rfc/6979-ecdsa"
        )
        let ladder = root + "X25519/rfc7748.txt"
        try convertLadder(try folder.text(ladder), origin: ladder, to: "rfc/7748-x25519")
        let signatures = root + "Ed25519/sign.input"
        try convertSignInput(try folder.text(signatures), origin: signatures, to: "ed25519/sign-input")
    }

    private mutating func convertCertificates(of folder: PublishedFolder, under root: String) throws {
        var lists: [String] = []
        var certificates: [String] = []
        for path in folder.paths(in: root) where path.hasSuffix(".pem") || path.hasSuffix(".der") {
            let parts = path.dropFirst(root.count).split(separator: "/")
            guard parts[0] != "requests", parts[0] != "ocsp", !path.hasSuffix("_key.pem") else { continue }
            let text = try folder.text(path)
            let isList = parts.last?.hasPrefix("crl_") == true || text.contains("X509 CRL-----")
            if isList { lists.append(path) } else { certificates.append(path) }
        }
        try convertDocuments(
            certificates,
            of: folder,
            kind: .certificate,
            notes: DocumentNotes.certificates,
            to: "certificates/certificates"
        )
        try convertDocuments(
            folder.paths(in: root + "requests/"),
            of: folder,
            kind: .certificateRequest,
            notes: DocumentNotes.requests,
            to: "certificates/requests"
        )
        let pkits = folder.paths(in: root + "PKITS_data/certs/")
        try convertDocuments(
            pkits,
            of: folder,
            kind: .certificate,
            notes: DocumentNotes.pkits,
            to: "nist-pkits/certificates"
        )
        try leaveOutPairs(folder.paths(in: root + "PKITS_data/certpairs/"), besides: pkits, of: folder)
        try convertDocuments(
            folder.paths(in: root + "PKITS_data/crls/"),
            of: folder,
            kind: .revocationList,
            notes: DocumentNotes.pkitsLists,
            to: "nist-pkits/lists"
        )
        try convertDocuments(
            lists,
            of: folder,
            kind: .revocationList,
            notes: DocumentNotes.lists,
            to: "certificates/lists"
        )
    }

    private mutating func convertKeys(of folder: PublishedFolder, under root: String) throws {
        var privateKeys = folder.paths(in: "cryptography_vectors/x509/custom/ca/").filter {
            $0.hasSuffix("_key.pem")
        }
        var publicKeys: [String] = []
        let subfolders = [
            "DER_Serialization/", "PEM_Serialization/", "PKCS8/", "Traditional_OpenSSL_Serialization/",
            "public/PKCS1/",
        ]
        for path in subfolders.flatMap({ folder.paths(in: root + $0) }) {
            guard path.hasSuffix(".pem") || path.hasSuffix(".der"), !path.hasSuffix("dsaparam.pem") else {
                continue
            }
            if path.contains("pub") { publicKeys.append(path) } else { privateKeys.append(path) }
        }
        try convertDocuments(
            privateKeys,
            of: folder,
            kind: .privateKey,
            notes: DocumentNotes.privateKeys,
            to: "keys/private"
        )
        try convertDocuments(
            publicKeys,
            of: folder,
            kind: .publicKey,
            notes: DocumentNotes.publicKeys,
            to: "keys/public"
        )
    }

    /// Leaves out a response file of signatures, once it is proved that each of them is in the file with the private
    /// exponents too.
    private mutating func leaveOutResponses(_ path: String, besides name: String, of folder: PublishedFolder)
        throws
    {
        let file = try CAVSFile(try folder.text(path), origin: path, terminal: "S")
        let other = try CAVSFile(
            try folder.text(path.replacing(".rsp", with: ".txt")),
            origin: name,
            terminal: "S"
        )
        let known = Set(try other.records.map { try $0.figure("S") })
        guard try file.records.allSatisfy({ known.contains(try $0.figure("S")) }) else {
            throw ConversionError.unknown("signatures that \(name) lacks", file: path)
        }
        let reason = "the same signatures as in \(name), without the private exponents"
        try ledger.book(path, cases: file.published, converted: [], leftOut: [(file.published, reason)])
    }

    /// The files of AESAVS whose paths begin with `prefix`, which ends in the mode.
    mutating func convertAESFolder(of folder: PublishedFolder, under prefix: String, to destination: String)
        throws
    {
        let mode = prefix.suffix(3)
        for path in folder.paths(in: prefix) {
            let kind = path.dropFirst(prefix.count).replacing(".rsp", with: "").lowercased()
            let isChain = kind.hasPrefix("mct")
            try convertAES(
                try folder.text(path),
                mode: mode == "ECB" ? .block : isChain ? .cbcChain : .cbc,
                origin: path,
                to: "\(destination)\(mode.lowercased())-\(kind.dropLast(3))-\(kind.suffix(3))"
            )
        }
    }

    /// The files of GCMVS.
    private mutating func convertGCMFolder(
        of folder: PublishedFolder,
        under root: String,
        to destination: String
    ) throws {
        for keySize in ["128", "192", "256"] {
            for (file, kind) in [("gcmDecrypt", "open"), ("gcmEncryptExtIV", "seal")] {
                let path = "\(root)\(file)\(keySize).rsp"
                try convertGCM(
                    try folder.text(path),
                    origin: path,
                    to: "\(destination)gcm-\(kind)-\(keySize)"
                )
            }
        }
    }
}

/// Why files of `cryptography-vectors` are not converted: a text that the paths have, and the reason.
let cryptographyVectorsLeftOut: [(text: String, reason: String)] = [
    (".dist-info/", "about the Python package"),
    (".py", "about the Python package"),
    ("/py.typed", "about the Python package"),
    ("/CMAC/", "CMAC is not built"),
    ("/HMAC/rfc-2286-ripemd160.txt", "RIPEMD-160 is not built"),
    ("/HPKE/", "HPKE is not built"),
    ("/KDF/", "another key derivation than PBKDF2 and HKDF, or of another digest"),
    ("/asymmetric/DH/", "Diffie-Hellman is not built"),
    ("/asymmetric/DSA/", "DSA is not built"),
    ("/asymmetric/ECDH/brainpool.txt", "on a curve that is not built"),
    ("/asymmetric/ECDH/", "the key derivation of ANSI X9.63 is not built"),
    ("/asymmetric/ECDSA/FIPS_186-2/SigGen", "signatures with SHA-1"),
    ("/asymmetric/ECDSA/FIPS_186-2/SigVer", "signatures with SHA-1"),
    ("/asymmetric/ECDSA/FIPS_186-3/SigGen.rsp", "the same signatures as in SigGen.txt"),
    ("/asymmetric/ECDSA/SECP256K1/", "on a curve that is not built"),
    ("/asymmetric/ECDSA/", "no figures"),
    ("/asymmetric/EC/", "on a curve that is not built, or in a form that is tested elsewhere"),
    ("/asymmetric/Ed448/", "on a curve that is not built"),
    ("/asymmetric/Ed25519/", "private keys of Ed25519 are not used"),
    ("/asymmetric/X448/", "on a curve that is not built"),
    ("/asymmetric/X25519/", "keys of X25519 are not read from files"),
    ("/asymmetric/ML", "lattices are not built"),
    ("/asymmetric/OpenSSH/", "key files of OpenSSH are not read"),
    ("/RSA/oaep", "encryption by RSA is not built"),
    ("/RSA/pkcs-1v2-1d2-vec/oaep", "encryption by RSA is not built"),
    ("/RSA/pkcs1v15crypt", "encryption by RSA is not built"),
    ("/RSA/pkcs-1v2-1d2-vec/readme.txt", "no figures"),
    ("/RSA/FIPS_186-2/Readme.txt", "no figures"),
    ("/chunked-encryption/", "the format is not built"),
    ("/ciphers/3DES/", "another cipher than AES"),
    ("/ciphers/AES/", "another mode than CBC and GCM"),
    ("/ciphers/", "another cipher than AES"),
    ("/fernet/", "the format is not built"),
    ("/hashes/SHA2/SHA512_", "SHA-512/t is not built"),
    ("Monte.txt", "the checkpoints of the .rsp file, with some of the steps between them"),
    ("/hashes/SHA1/Readme.txt", "no figures"),
    ("/hashes/SHA2/Readme.txt", "no figures"),
    ("/hashes/", "another digest"),
    ("/keywrap/", "key wrapping is not built"),
    ("/pkcs12/", "PKCS#12 is not read"),
    ("/pkcs7/", "PKCS#7 is not read"),
    ("/poly1305/", "Poly1305 is not built"),
    ("/twofactor/", "one-time passwords are not built"),
    ("/PEM_Serialization/dsaparam.pem", "DSA is not built"),
    ("/PEM_Serialization/README.txt", "no figures"),
    ("/x509/ocsp/", "OCSP is not built"),
    ("/x509/PKITS_data/ReadMe.txt", "no figures"),
    ("/x509/PKITS_data/pkits.", "the certificates and revocation lists in the forms of a directory"),
    ("/x509/PKITS_data/smime/", "S/MIME is not read"),
]
