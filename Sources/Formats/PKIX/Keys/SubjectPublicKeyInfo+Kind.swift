internal import EllipticCurves
internal import RSACryptography

extension SubjectPublicKeyInfo {
    /// The kind of the key with its strength, as an operator calls it: "RSA of 2048 bits", "ECDSA on P-256", or the
    /// algorithm alone where the key is not one that is used here.
    public var kind: String {
        let name = KeyAlgorithm(of: self)?.name ?? "\(algorithm.algorithm)"
        if let key = try? RSA.PublicKey(self) { return "\(name) of \(key.bitCount) bits" }
        if let key = try? RSA.PSSPublicKey(self) { return "\(name) of \(key.key.bitCount) bits" }
        if let key = try? ECDSA.PublicKey(self) { return "\(name) on \(key.curve)" }
        return name
    }
}
