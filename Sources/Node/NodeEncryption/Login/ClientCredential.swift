internal import NodePlatform
internal import PKIX
internal import SecretMemory
internal import TLSHandshake

/// The certificate and key of a client, as an operator names their files.
package struct ClientCredential: Sendable {
    let credential: TLSCredential

    /// The most bytes of the file of a key.
    private static let mostBytesOfKey = 1 << 16

    /// Reads them: certificates as libpq has them, that of the client first and then those of the authorities behind
    /// it, and an unencrypted key of RSA, or on P-256 or P-384, as PKCS #8, PKCS #1 or SEC 1.
    ///
    /// - Throws: ``NodeEncryptionError/unreadableCertificates(path:reason:)``, also where the first certificate is not
    ///   that of the key, and ``NodeEncryptionError/unusableKey(path:reason:)``.
    package init(certificate path: String, key keyPath: String) throws(NodeEncryptionError) {
        let certificates = try CheckedFiles.certificates(path)
        let content = try CheckedFiles.content(keyPath, limit: Self.mostBytesOfKey)
        let key = try Self.key(content.span, keyPath)
        let isOfKey = certificates.first.map {
            $0.subjectPublicKeyInfo.subjectPublicKey == key.publicKeyInfo.subjectPublicKey
        }
        guard isOfKey == true else {
            throw .unreadableCertificates(
                path: path,
                reason: "does not begin with the certificate of the key in \(keyPath)"
            )
        }
        credential = TLSCredential(certificates: certificates.map(\.encoding), key: key)
    }

    private static func key(
        _ content: Span<UInt8>,
        _ path: String
    ) throws(NodeEncryptionError) -> SharedKey<PrivateKey> {
        do throws(KeyEncodingError) {
            return SharedKey(
                FileContent.isDER(content) ? try PrivateKey(der: content) : try PrivateKey(pem: content)
            )
        } catch {
            throw .unusableKey(path: path, reason: "\(error)")
        }
    }
}
