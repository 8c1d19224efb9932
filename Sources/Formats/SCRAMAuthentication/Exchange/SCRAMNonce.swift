public import SecretMemory
internal import TextEncodings

/// What makes an exchange differ from every other (RFC 5802, section 5.1, attribute `r`).
public enum SCRAMNonce {
    /// A fresh nonce: the Base64 of 18 octets, as PostgreSQL's.
    public static func make(using random: inout some RandomSource) -> [UInt8] {
        Array(Base64.encode(random.bytes(count: 18).span).utf8)
    }

    /// Printable ASCII without the comma, and at least one.
    static func isValid(_ nonce: [UInt8]) -> Bool {
        !nonce.isEmpty && nonce.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") }
    }
}
