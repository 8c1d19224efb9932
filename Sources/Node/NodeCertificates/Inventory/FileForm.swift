internal import SecretMemory

/// A form other than PEM that an operator's key or certificate comes in, told by how it begins, so that an error can
/// name it.
package enum FileForm: Equatable, Sendable, CaseIterable {
    /// DER, without armour.
    case der
    /// Base64 of DER: PEM that lost its boundaries.
    case bareBase64
    /// Base64 of a whole PEM text, as in a Kubernetes secret.
    case encodedPEM
    /// UTF-16, as PowerShell writes what it redirects.
    case utf16
    /// What `openssl enc -base64` made, as the platform's `copyCert` sends it.
    case opensslEnciphered
    /// A file of Ansible Vault.
    case ansibleVault
    /// A private key of PuTTY.
    case putty
    /// The URI of a key in a token (RFC 7512).
    case tokenURI

    /// The form that begins as `octets` do; nil for one that is not known. Leaks: the answer.
    init?(of octets: Span<UInt8>) {
        let known = Self.allCases.first { form in form.beginnings.contains { octets.starts(with: $0) } }
        guard let known else { return nil }
        self = known
    }

    private var beginnings: [[UInt8]] {
        switch self {
        case .der: [[0x30, 0x82], [0x30, 0x81], [0x30, 0x80]]
        case .bareBase64: [Array("MII".utf8)]
        // "-----BEGIN " in Base64.
        case .encodedPEM: [Array("LS0tLS1CRUdJTi".utf8)]
        case .utf16: [[0xFF, 0xFE], [0xFE, 0xFF], [0x2D, 0x00], [0x00, 0x2D]]
        // "Salted__" in Base64.
        case .opensslEnciphered: [Array("U2FsdGVkX1".utf8)]
        case .ansibleVault: [Array("$ANSIBLE_VAULT;".utf8)]
        case .putty: [Array("PuTTY-User-Key-File-".utf8)]
        case .tokenURI: [Array("pkcs11:".utf8)]
        }
    }
}

extension FileForm: CustomStringConvertible {
    /// What the file is, as a predicate.
    package var description: String {
        switch self {
        case .der: "is in DER where PEM is due"
        case .bareBase64: "is PEM without its BEGIN and END lines"
        case .encodedPEM: "is PEM in Base64 once more"
        case .utf16: "is in UTF-16 where ASCII is due"
        case .opensslEnciphered: "is still encrypted by openssl enc, as copyCert sends it"
        case .ansibleVault: "is still encrypted by ansible-vault"
        case .putty: "is a key of PuTTY where PEM is due"
        case .tokenURI: "is the URI of a key in a token where PEM is due"
        }
    }
}
