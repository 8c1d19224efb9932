import MessageDigests

extension KnownAnswers {
    private typealias F = Figures

    static let digests = [
        KnownAnswer("SHA-224") { Checks.digest(.sha224, F.sha224Message, F.sha224Value) },
        KnownAnswer("SHA-256") { Checks.digest(.sha256, F.sha256Message, F.sha256Value) },
        KnownAnswer("SHA-384") { Checks.digest(.sha384, F.sha384Message, F.sha384Value) },
        KnownAnswer("SHA-512") { Checks.digest(.sha512, F.sha512Message, F.sha512Value) },
    ]

    static let passwords = [
        KnownAnswer("HMAC-SHA-256") { Checks.code(key: F.hmacKey, message: F.hmacMessage, tag: F.hmacTag) },
        KnownAnswer("PBKDF2-HMAC-SHA-256") {
            try Checks.derivedKey(password: F.pbkdf2Password, salt: F.pbkdf2Salt, key: F.pbkdf2Key)
        },
        KnownAnswer("AES-256-CBC") {
            try Checks.cbc(key: F.aesKey, iv: F.aesIV, plaintext: F.aesPlaintext, ciphertext: F.aesCiphertext)
        },
        KnownAnswer("SCRAM-SHA-256") {
            try Checks.exchange(
                user: F.scramUser,
                password: F.scramPassword,
                messages: [F.scramClientFirst, F.scramServerFirst, F.scramClientFinal, F.scramServerFinal]
            )
        },
    ]

    static let signatures = [
        KnownAnswer("RSA signature, PKCS#1 v1.5") {
            try Checks.signature(key: key, message: F.rsaMessage, signature: F.rsaSignature)
        },
        KnownAnswer("RSA signature, PSS") {
            try Checks.pssSignature(
                modulus: F.rsaModulus,
                publicExponent: F.rsaPublicExponent,
                message: F.pssMessage,
                signature: F.pssSignature
            )
        },
    ]

    static let documents = [
        KnownAnswer("RSA key in PEM and DER") { try Checks.keyDocuments(key: key) },
        KnownAnswer("X.509 certificate") {
            try Checks.certificate(F.certificate, issuer: F.rootCertificate)
        },
    ]

    /// The eight numbers of the RSA key.
    static let key = [
        F.rsaModulus, F.rsaPublicExponent, F.rsaPrivateExponent, F.rsaPrime1, F.rsaPrime2, F.rsaExponent1,
        F.rsaExponent2, F.rsaCoefficient,
    ]
}
