extension Hasher {
    /// Takes octets in, all at once and with their count: an array's own way takes them one by one, which for a
    /// certificate is longer than to read it.
    package mutating func combine(octets: [UInt8]) {
        combine(octets.count)
        unsafe octets.withUnsafeBytes { unsafe combine(bytes: $0) }
    }
}
