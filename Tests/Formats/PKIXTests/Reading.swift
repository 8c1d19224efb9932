import DERCoding
import PKIX
import TestSupport

/// From arrays and strings, which the macros of Swift Testing can take.
func certificate(pem text: String) throws(PKIXError) -> Certificate {
    try Certificate(pem: Array(text.utf8).span)
}

func certificate(der octets: [UInt8]) throws(PKIXError) -> Certificate {
    try Certificate(der: octets.span)
}

func request(pem text: String) throws(PKIXError) -> CertificateRequest {
    try CertificateRequest(pem: Array(text.utf8).span)
}

func request(der octets: [UInt8]) throws(PKIXError) -> CertificateRequest {
    try CertificateRequest(der: octets.span)
}

func name(der octets: [UInt8]) throws(PKIXError) -> DistinguishedName {
    try DistinguishedName(der: octets.span)
}

/// Runs openssl in a folder; its standard output. A run that fails is an error of the test.
struct OpenSSL {
    struct Failure: Error {
        let arguments: [String]
        let text: String
    }

    let folder: TemporaryFolder
    let program: Program

    init() throws {
        folder = try TemporaryFolder()
        guard let openssl = Programs.openssl else { throw Failure(arguments: [], text: "no openssl") }
        program = openssl
    }

    @discardableResult
    func callAsFunction(_ arguments: String...) throws -> String {
        try run(arguments)
    }

    @discardableResult
    func run(_ arguments: [String]) throws -> String {
        let outcome = try program.run(arguments, folder: folder.path)
        guard outcome.status == 0 else {
            throw Failure(arguments: arguments, text: outcome.text + outcome.errorText)
        }
        return outcome.text
    }
}
