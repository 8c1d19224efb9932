/// Whether `left` and `right` hold the same octets.
///
/// Leaks: both counts and the answer; the time does not depend on where, or in how many octets, they differ.
public func constantTimeEquals(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices {
        difference |= left[index] ^ right[index]
    }
    return difference == 0
}

/// Whether one of `octets` is zero, where C cuts a text off.
///
/// Leaks: the count and the answer; the time does not depend on where.
package func hasZeroOctet(_ octets: Span<UInt8>) -> Bool {
    var found: UInt16 = 0
    for index in octets.indices { found |= UInt16(octets[index]) &- 1 }
    return found & 0x8000 != 0
}
