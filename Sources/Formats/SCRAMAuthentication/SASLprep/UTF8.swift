internal import SecretMemory

/// The scalars of `text`, or `nil` where it is not UTF-8 (RFC 3629): no overlong form, no surrogate, and nothing
/// above U+10FFFF.
func decodeUTF8(_ text: Span<UInt8>) -> SecretBuffer<UInt32>? {
    var isValid = true
    let scalars = SecretBuffer<UInt32>(capacity: text.count) { output in
        var index = 0
        while index < text.count {
            guard let (scalar, count) = decodeScalar(text, at: index) else {
                isValid = false
                return
            }
            output.append(scalar)
            index += count
        }
    }
    guard isValid else { return nil }
    return consume scalars
}

/// Whether `text` is UTF-8.
func isUTF8(_ text: Span<UInt8>) -> Bool {
    switch decodeUTF8(text) {
    case .some: true
    case .none: false
    }
}

/// The scalar that begins at `index`, and of how many octets it is.
private func decodeScalar(_ text: Span<UInt8>, at index: Int) -> (scalar: UInt32, count: Int)? {
    let lead = UInt32(text[index])
    let count: Int
    let least: UInt32
    var scalar: UInt32
    switch lead {
    case 0..<0x80: (count, least, scalar) = (1, 0, lead)
    case 0xC2..<0xE0: (count, least, scalar) = (2, 0x80, lead & 0x1F)
    case 0xE0..<0xF0: (count, least, scalar) = (3, 0x800, lead & 0x0F)
    case 0xF0..<0xF5: (count, least, scalar) = (4, 0x1_0000, lead & 0x07)
    default: return nil
    }
    guard text.count - index >= count else { return nil }
    for position in 1..<count {
        let octet = UInt32(text[index + position])
        guard octet & 0xC0 == 0x80 else { return nil }
        scalar = scalar << 6 | octet & 0x3F
    }
    guard scalar >= least, scalar <= 0x10FFFF, scalar & 0x1F_F800 != 0xD800 else { return nil }
    return (scalar, count)
}

/// The octets of `scalars`.
func encodeUTF8(_ scalars: Span<UInt32>) -> SecretBytes {
    SecretBytes(capacity: scalars.count * 4) { output in
        for index in scalars.indices {
            let scalar = scalars[index]
            func trail(_ shift: UInt32) -> UInt8 {
                UInt8(truncatingIfNeeded: 0x80 | (scalar >> shift & 0x3F))
            }
            switch scalar {
            case 0..<0x80:
                output.append(UInt8(truncatingIfNeeded: scalar))
            case 0x80..<0x800:
                output.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
                output.append(trail(0))
            case 0x800..<0x1_0000:
                output.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
                output.append(trail(6))
                output.append(trail(0))
            default:
                output.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
                output.append(trail(12))
                output.append(trail(6))
                output.append(trail(0))
            }
        }
    }
}
