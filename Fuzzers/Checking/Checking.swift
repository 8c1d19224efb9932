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

/// Stops the program where something does not hold, and says where that is: `precondition` in an optimised program
/// does not.
public func hold(_ condition: Bool, file: String = #fileID, line: Int = #line) {
    if !condition { fatalError("what should hold does not: \(file), line \(line)") }
}
