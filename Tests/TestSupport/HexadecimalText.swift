/// `octets` in lower-case hexadecimal, to compare with a published figure.
///
/// A way of its own, so that a test does not lean on the module that the package itself uses.
public func hexadecimal(_ octets: [UInt8]) -> String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// The octets of a published figure; white space counts for nothing. What is no hexadecimal stops the test.
public func octets(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.filter { !$0.isWhitespace }.map { digit -> UInt8 in
        guard let value = digit.hexDigitValue else { fatalError("\(digit) is no hexadecimal digit") }
        return UInt8(value)
    }
    precondition(digits.count.isMultiple(of: 2), "an octet has two hexadecimal digits")
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
