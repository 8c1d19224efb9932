import Bignum

extension Natural {
    /// Reads hexadecimal digits, for figures typed into tests.
    init(hex: String) {
        let digits = hex.count.isMultiple(of: 2) ? Array(hex) : ["0"] + Array(hex)
        let octets = stride(from: 0, to: digits.count, by: 2).map { place in
            UInt8(String(digits[place...place + 1]), radix: 16) ?? 0
        }
        self.init(bigEndian: octets.span)
    }
}

extension SecretNatural {
    /// Reads hexadecimal digits, for figures typed into tests.
    init(hex: String) {
        self.init(Natural(hex: hex))
    }
}
