internal import PKIX
internal import RSACryptography
internal import SecretMemory

/// A private key of a set; shared, not copied.
typealias SetKey = SharedKey<PrivateKey>

extension SetKey {
    static func find(_ name: String, in source: some SetSource) throws(NodeCertificatesError) -> Found<SetKey>
    {
        guard let content = try source.secretContent(name) else { return .missing }
        do {
            return .whole(SetKey(try PrivateKey(pem: content.span)))
        } catch {
            let isMissing = if case .noKey = error { true } else { false }
            let fault = FileFault(of: content.span, PrivateKey.pemLabels, isMissing: isMissing)
            return .broken(fault ?? .key(error))
        }
    }

    /// The size of a key of RSA, in bits; `nil` of another.
    var rsaBitCount: Int? {
        switch key {
        case .rsa(let key): key.bitCount
        case .rsaPSS(let key): key.key.bitCount
        case .ecdsa: nil
        }
    }
}
