package import VectorFiles

/// What runs the cases of one kind against the public interfaces.
protocol Suite {
    /// Looks at a whole file before its cases are run.
    mutating func prepare(_ file: VectorFile) throws

    /// Does so where the suite needs other files of the folder too.
    mutating func prepare(_ file: VectorFile, in folder: VectorFolder) throws

    /// What becomes of a case.
    mutating func answer(_ vector: VectorCase) throws -> Answer

    /// Whether the case takes so long that a run that is to be short takes only a few like it.
    func isLong(_ vector: VectorCase) throws -> Bool
}

extension Suite {
    mutating func prepare(_ file: VectorFile) throws {}
    mutating func prepare(_ file: VectorFile, in folder: VectorFolder) throws { try prepare(file) }
    func isLong(_ vector: VectorCase) throws -> Bool { false }
}

/// Why a run of the suites stops.
package enum VectorSuiteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file has cases of a kind that no suite runs.
    case unknownSuite(String, file: String)
    /// A file cannot be read, or a case of it has not the figure that its suite needs.
    case unreadable(VectorFileError, file: String)
    /// A case has a word that its suite does not know, so that running it would prove nothing.
    case unknownWord(String, line: Int)

    /// What is wrong, for the operator.
    package var description: String {
        switch self {
        case .unknownSuite(let suite, let file):
            "\(file) has cases of the kind \(suite), for which there is no suite"
        case .unreadable(let error, let file): "\(file): \(error)"
        case .unknownWord(let word, let line):
            "the case of line \(line) has the unknown word \(word)"
        }
    }
}

/// The suite of that kind; `nil` where there is none.
func makeSuite(_ name: String) -> (any Suite)? {
    switch name {
    case "digest": DigestSuite()
    case "digest-chain": DigestChainSuite()
    case "hmac": HMACSuite()
    case "pbkdf2": PBKDF2Suite()
    case "hkdf": HKDFSuite()
    case "aes-block": AESBlockSuite()
    case "aes-cbc": CBCSuite()
    case "aes-cbc-chain": CBCChainSuite()
    case "aes-cbc-padded": PaddedCBCSuite()
    case "aes-gcm": GCMSuite()
    case "primes": PrimeSuite()
    case "rsa-key": RSAKeySuite()
    case "rsa-pkcs1-sign", "rsa-pss-sign": RSASigningSuite()
    case "rsa-pkcs1-verify", "rsa-pss-verify": RSAVerifyingSuite()
    case "curve-point": CurvePointSuite()
    case "curve-key": CurveKeySuite()
    case "ecdsa-sign": ECDSASigningSuite()
    case "ecdsa-verify": ECDSAVerifyingSuite()
    case "ecdh": ECDHSuite()
    case "x25519": X25519Suite()
    case "ed25519-verify": Ed25519VerifyingSuite()
    case "private-key": PrivateKeySuite()
    case "public-key": PublicKeySuite()
    case "certificate": CertificateSuite()
    case "certificate-request": CertificateRequestSuite()
    case "revocation-list": RevocationListSuite()
    case "named-path": NamedPathSuite()
    case "path": PathSuite()
    case "base16": Base16Suite()
    case "base64": Base64Suite()
    case "saslprep": SASLprepSuite()
    case "stringprep-table": StringprepTableSuite()
    case "scram-exchange": SCRAMExchangeSuite()
    case "tls-handshake": TLSHandshakeSuite()
    default: nil
    }
}
