internal import SecretMemory

extension FixedLimbs {
    /// Takes a number by its big-endian octets, as many as `octets` has; those that do not fit must be zero.
    ///
    /// Leaks: the count of `octets`.
    init(bigEndian octets: Span<UInt8>) {
        self.init()
        for index in octets.indices {
            let place = octets.count - 1 - index
            let limb = place / 8
            guard limb < count else {
                precondition(octets[index] == 0, "the number has more limbs than \(count)")
                continue
            }
            limbs[limb] |= UInt64(octets[index]) << UInt64(place % 8 * 8)
        }
    }

    /// Takes a number by its little-endian octets, at most eight a limb.
    ///
    /// Leaks: the count of `octets`.
    init(littleEndian octets: Span<UInt8>) {
        self.init()
        precondition(octets.count <= 8 * count, "the number has more limbs than \(count)")
        for index in octets.indices {
            limbs[index / 8] |= UInt64(octets[index]) << UInt64(index % 8 * 8)
        }
    }

    /// Writes the number over `octets`, big-endian; what does not fit must be zero.
    func write(bigEndian octets: inout MutableSpan<UInt8>) {
        for index in octets.indices {
            let place = octets.count - 1 - index
            octets[index] = octet(place)
        }
    }

    /// Writes the number over `octets`, little-endian; what does not fit must be zero.
    func write(littleEndian octets: inout MutableSpan<UInt8>) {
        for index in octets.indices { octets[index] = octet(index) }
    }

    /// The octet of value 256^`place`.
    @inline(__always)
    private func octet(_ place: Int) -> UInt8 {
        place / 8 < count ? UInt8(truncatingIfNeeded: limbs[place / 8] >> UInt64(place % 8 * 8)) : 0
    }

    /// The number's big-endian octets, `byteCount` of them; for what is not secret.
    func bigEndianOctets(count byteCount: Int) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: byteCount)
        var span = octets.mutableSpan
        write(bigEndian: &span)
        return octets
    }

    /// The number's big-endian octets, `byteCount` of them, in memory that wipes itself.
    func secretBigEndianOctets(count byteCount: Int) -> SecretBytes {
        SecretBytes(capacity: byteCount) { octets in
            for place in (0..<byteCount).reversed() { octets.append(octet(place)) }
        }
    }

    /// The number's little-endian octets, `byteCount` of them, in memory that wipes itself.
    func secretLittleEndianOctets(count byteCount: Int) -> SecretBytes {
        SecretBytes(capacity: byteCount) { octets in
            for place in 0..<byteCount { octets.append(octet(place)) }
        }
    }
}
