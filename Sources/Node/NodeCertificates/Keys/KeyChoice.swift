internal import PKIX

/// What was said of the keys that are made: kind and size stay those of the key whose place a new one takes, unless
/// another kind or size was asked for.
struct KeyChoice {
    /// The kind that was asked for.
    let type: KeyType?
    /// The size of a key of RSA, in bits.
    let bitCount: Int
    /// The option that gave it; `nil` where it is no more than the least size, as by the platform's variable.
    let sizeOption: Input?

    /// A key that takes the place of that of a certificate, in the file `name`, or of none.
    func key(replacing old: Certificate?, name: String) throws(NodeCertificatesError) -> NewKey {
        let like = old.flatMap { NewKey(like: $0.subjectPublicKeyInfo) }
        if let curve = type?.curve { return .ecdsa(curve) }
        switch like {
        case .ecdsa where type == nil:
            if let old, let sizeOption {
                throw sizeOption.refused(by: .noSizeBeside(name, old.subjectPublicKeyInfo.kind))
            }
            return like ?? .rsa(bitCount: bitCount)
        case .rsaPSS(let present, let other) where type == nil:
            return .rsaPSS(bitCount: size(keeping: present), like: other)
        case .rsa(let present), .rsaPSS(let present, _): return .rsa(bitCount: size(keeping: present))
        case .ecdsa, nil: return .rsa(bitCount: bitCount)
        }
    }

    /// Never less than was there, unless it was said.
    private func size(keeping present: Int) -> Int {
        guard sizeOption == nil else { return bitCount }
        let kept = min(present, NodeSettings.keySizes.upperBound)
        return max(bitCount, kept - kept % 2)
    }
}
