internal import DERCoding
internal import PKIX

/// What stands in a file in which something else should: told by the labels of its PEM, or by how its DER begins. None
/// of the octets themselves is looked at any further, so that no error shows any of a private key.
enum FileContent: Hashable, Sendable {
    case nothing
    case privateKey
    case publicKey
    case request
    case certificates
    case lists
    /// Certificates in PKCS #7 (RFC 2315, section 9.1).
    case pkcs7
    /// Keys and certificates in PKCS #12 (RFC 7292, section 4).
    case pkcs12
    /// Something that is neither PEM nor any of these in DER.
    case unknown

    init(_ octets: Span<UInt8>) {
        if octets.indices.allSatisfy({ " \t\r\n".utf8.contains(octets[$0]) }) {
            self = .nothing
        } else if Self.isDER(octets) {
            self = Self.ofDER(octets)
        } else {
            self = Self.ofPEM(octets)
        }
    }

    /// Whether octets begin as one SEQUENCE does that is all of them, and no text: `0` and a sign of ASCII would be a
    /// length of less than 128, which is that of no more octets than follow.
    static func isDER(_ octets: Span<UInt8>) -> Bool {
        octets.count > 1 && octets[0] == 0x30 && (octets[1] >= 0x80 || Int(octets[1]) == octets.count - 2)
    }

    // MARK: PEM

    /// The label's last words, the more telling first.
    private static let labels: [(end: String, content: FileContent)] = [
        ("PRIVATE KEY", .privateKey), ("CERTIFICATE REQUEST", .request), ("CERTIFICATE", .certificates),
        ("CRL", .lists), ("PKCS7", .pkcs7), ("CMS", .pkcs7), ("PUBLIC KEY", .publicKey),
    ]

    private static func ofPEM(_ text: Span<UInt8>) -> FileContent {
        var found: Set<FileContent> = []
        func add(_ label: String) {
            let known = labels.first { label.utf8.suffix($0.end.utf8.count).elementsEqual($0.end.utf8) }
            if let known { found.insert(known.content) }
        }
        do throws(PEMError) {
            var reader = try PEMReader(text)
            while let block = try reader.next() { add(block.label) }
        } catch {
            switch error {
            case .missingEnd(let label, _), .unexpectedEnd(let label, _), .labelMismatch(let label, _, _):
                add(label)
            default: break
            }
        }
        return labels.first { found.contains($0.content) }?.content ?? .unknown
    }

    // MARK: DER

    private static func ofDER(_ octets: Span<UInt8>) -> FileContent {
        let content = try? DERReader<DERError>.read(octets) { reader throws(DERError) in
            try reader.sequence { reader throws(DERError) in
                let content = try ofFields(&reader)
                while !reader.isAtEnd { _ = try reader.anyElement() }
                return content
            }
        }
        if let content { return content }
        if (try? CertificateRequest(der: octets)) != nil { return .request }
        if (try? CertificateList(der: octets)) != nil { return .lists }
        return (try? Certificate(der: octets)) == nil ? .unknown : .certificates
    }

    /// `nil` of what is signed: a certificate, a request or a list.
    private static func ofFields(_ reader: inout DERReader<DERError>) throws(DERError) -> FileContent? {
        if try reader.nextIs(.objectIdentifier) { return .pkcs7 }
        if try reader.nextIs(.integer) {
            // The versions of PKCS #8, PKCS #1 and SEC 1 are 0 and 1, that of PKCS #12 is 3; a modulus is longer.
            let number = try reader.unsignedInteger()
            if number.count > 1 { return .publicKey }
            return number.count == 1 && number[0] == 3 ? .pkcs12 : .privateKey
        }
        guard try reader.nextIs(.sequence) else { return .unknown }
        let isOfAlgorithm = try reader.sequence { reader throws(DERError) in
            let isIdentifier = try reader.nextIs(.objectIdentifier)
            while !reader.isAtEnd { _ = try reader.anyElement() }
            return isIdentifier
        }
        guard isOfAlgorithm else { return nil }
        // An encrypted PKCS #8 has an OCTET STRING behind its algorithm, and a SubjectPublicKeyInfo a BIT STRING.
        return try reader.nextIs(.octetString) ? .privateKey : .publicKey
    }
}

extension FileContent {
    /// What the file is in the place of certificates, and what would be right; a predicate.
    var insteadOfCertificates: String {
        switch self {
        case .nothing: "is empty; it must hold a certificate, in PEM or DER"
        case .certificates: "holds no certificate that can be read"
        case .privateKey:
            "holds a private key and no certificate; give the certificate that belongs to the key"
        case .publicKey:
            "holds a public key and no certificate; give the certificate that was issued for the key"
        case .request:
            "holds a request for a certificate and none; give the certificate that was issued for the request"
        case .lists: "holds a revocation list and no certificate; give the list by --crl"
        case .pkcs7:
            "holds PKCS #7, which servers do not read either; \"openssl pkcs7 -print_certs\" writes its "
                + "certificates in PEM"
        case .pkcs12:
            "holds PKCS #12, which servers do not read either; \"openssl pkcs12 -nokeys\" writes its "
                + "certificates in PEM"
        case .unknown: "is no certificate, in PEM or DER, which it must be"
        }
    }

    /// The same in the place of revocation lists.
    var insteadOfLists: String {
        switch self {
        case .nothing: "is empty; it must hold a revocation list, in PEM or DER"
        case .lists: "holds no revocation list that can be read"
        case .certificates: "holds a certificate and no revocation list; give the list of its issuer"
        case .privateKey:
            "holds a private key and no revocation list; give the list of the certificate's issuer"
        case .publicKey, .request, .pkcs7, .pkcs12, .unknown:
            "is no revocation list, in PEM or DER, which it must be"
        }
    }
}
