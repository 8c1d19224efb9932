package import SecretMemory

/// A natural number that nobody may learn, in a number of limbs that everybody may know.
///
/// The limbs lie on the heap and are wiped when dropped. No operation has a branch or an address that depends on
/// the value; each leaks the counts of limbs it works on. It has no description: nothing prints it. Where a name ends
/// in `VarTime`, its comment says what it leaks beyond that.
package struct SecretNatural: ~Copyable, Sendable {
    /// The limbs, the least significant first; leading zeros are kept, and there is at least one limb.
    var limbs: SecretBuffer<UInt>

    /// The number of limbs: the announced size.
    package var limbCount: Int { limbs.count }

    /// Makes zero in `limbCount` limbs, which are at least one.
    package init(zeroOfLimbCount limbCount: Int) {
        precondition(limbCount > 0, "a number must have at least one limb")
        limbs = SecretBuffer(repeating: 0, count: limbCount)
    }

    init(limbs: consuming SecretBuffer<UInt>) {
        precondition(limbs.count > 0, "a number must have at least one limb")
        self.limbs = limbs
    }

    /// Makes a number of a copy of `limbs`, the least significant first, of which there is one at least.
    package init(copyingLimbs limbs: Span<UInt>) {
        self.init(limbs: SecretBuffer(copying: limbs))
    }

    /// Makes a number from its octets, the most significant first; `nil` where it does not fit into `limbCount`
    /// limbs.
    ///
    /// Leaks the count of octets, and whether the number fitted.
    package init?(bigEndian octets: Span<UInt8>, limbCount: Int) {
        self.init(zeroOfLimbCount: limbCount)
        var span = limbs.mutableSpan
        guard Limbs.read(bigEndian: octets, into: &span) else { return nil }
    }

    /// Makes a number of `limbCount` limbs, or of as many as it needs, from a public one that fits.
    package init(_ natural: Natural, limbCount: Int? = nil) {
        let limbCount = limbCount ?? max(1, natural.limbs.count)
        precondition(natural.limbs.count <= limbCount, "the number must fit in that many limbs")
        limbs = SecretBuffer(copying: natural.padded(to: limbCount).span)
    }

    /// Makes 2 to the power of `exponent`, in as many limbs as that needs.
    package init(powerOfTwo exponent: Int) {
        self.init(zeroOfLimbCount: Limbs.count(bits: exponent + 1))
        setBit(exponent)
    }

    /// Draws a number of `bitCount` bits at most, evenly, in as many limbs as these need.
    ///
    /// The octets of the draw are read as a big-endian string whose excess leading bits are dropped.
    package init(bitCount: Int, using random: inout some RandomSource) {
        var octets = random.secretBytes(count: (bitCount + 7) / 8)
        if !bitCount.isMultiple(of: 8) {
            var span = octets.mutableSpan
            span[0] &= (1 << UInt8(bitCount % 8)) - 1
        }
        self.init(zeroOfLimbCount: Limbs.count(bits: bitCount))
        var span = limbs.mutableSpan
        _ = Limbs.read(bigEndian: octets.span, into: &span)
    }

    /// Makes a number of limbs, the least significant first, and one above them.
    package init(lowLimbs: Span<UInt>, topLimb: UInt) {
        self.init(
            limbs: SecretBuffer(capacity: lowLimbs.count + 1) { output in
                for index in lowLimbs.indices {
                    output.append(lowLimbs[index])
                }
                output.append(topLimb)
            }
        )
    }

    /// The limb of the most weight.
    package var topLimb: UInt { limbs.span[limbCount - 1] }

    /// A second number of the same value.
    package func copy() -> SecretNatural {
        SecretNatural(limbs: limbs.copy())
    }

    /// The same value in `limbCount` limbs, with zeros above it; where these are fewer, the lower ones of it.
    package func resized(to limbCount: Int) -> SecretNatural {
        var resized = SecretNatural(zeroOfLimbCount: limbCount)
        let source = limbs.span
        var target = resized.limbs.mutableSpan
        for index in 0..<min(limbCount, source.count) {
            target[index] = source[index]
        }
        return resized
    }

    /// Writes the limbs, the least significant first, over those of `buffer` from `start` on.
    package func copyLimbs(into buffer: inout SecretBuffer<UInt>, at start: Int) {
        var target = buffer.mutableSpan
        for index in limbs.span.indices {
            target[start + index] = limbs.span[index]
        }
    }

    /// The low `count` octets, the most significant first.
    package func bigEndianBytes(count: Int) -> SecretBytes {
        SecretBytes(capacity: count) { output in
            for position in (0..<count).reversed() {
                output.append(Limbs.octet(at: position, of: limbs.span))
            }
        }
    }

    /// The number of bits without leading zeros. Leaks the answer.
    package func bitCountVarTime() -> Int {
        Limbs.bitCountVarTime(of: limbs.span)
    }

    /// The value as a public number, once it is no longer secret. The time depends on it.
    package func revealed() -> Natural {
        Natural(
            limbs: [UInt](capacity: limbCount) { output in
                for index in limbs.span.indices {
                    output.append(limbs.span[index])
                }
            }
        )
    }
}
