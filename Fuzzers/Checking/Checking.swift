public import SecretMemory

/// Runs a check on an input of libFuzzer; what it throws should not have been refused, and stops the program.
public func checked(_ start: UnsafePointer<UInt8>, _ count: Int, _ check: ([UInt8]) throws -> Void) -> CInt {
    do {
        try check(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        preconditionFailure("\(error)")
    }
    return 0
}

/// The octets of what stands for a secret.
public func octets(of secret: borrowing SecretBytes) -> [UInt8] {
    secret.span.indices.map { secret.span[$0] }
}
