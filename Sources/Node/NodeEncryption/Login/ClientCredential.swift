internal import DurableFiles
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
    /// it, and an unencrypted key of RSA, or on P-256 or P-384, as PKCS #8, PKCS #1 or SEC 1, in a file that nobody
    /// else may read, or in a pipe.
    ///
    /// - Throws: ``NodeEncryptionError/unreadableCertificates(path:reason:)``, also where the first certificate is not
    ///   that of the key, and ``NodeEncryptionError/unusableKey(path:reason:)``.
    package init(certificate path: String, key keyPath: String) throws(NodeEncryptionError) {
        let certificates = try CheckedFiles.certificates(path)
        let content = try Self.content(ofKey: keyPath)
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

    /// libpq takes no key of which others know (`fe-secure-openssl.c`, `initialize_SSL`).
    private static func content(ofKey path: String) throws(NodeEncryptionError) -> SecretBytes {
        let file = try onFiles { () throws(FileError) in
            try SecretReading.file(path, links: .any, waits: true, limit: mostBytesOfKey)
        }
        let status = file.status
        guard status.kind != .file || !SecretMode.isOpen(status.mode, ofRoot: status.owner.userID == 0) else {
            throw .unusableKey(
                path: path,
                reason:
                    "\(SecretMode.sentence(status.mode)), so that libpq refuses it; \(SecretMode.cure(path)) "
                    + "mends it"
            )
        }
        return file.takeContent()
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
