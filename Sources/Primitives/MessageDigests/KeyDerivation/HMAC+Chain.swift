internal import SecretMemory

// What PBKDF2 spends its time with.
extension HMAC where Digest: ~Copyable {
    /// Adds to `code`, bit by bit, `count` codes more under this key: the first of them that of `code`, each other that
    /// of the one before it.
    ///
    /// Leaks: the counts.
    func addChain(to code: inout SecretBytes, count: Int) {
        precondition(code.count == Digest.byteCount, "the code must have as many bytes as a digest")
        // A chain of SHA-256 has instructions and lanes of its own. Which digest this is must be asked here: a
        // requirement of MessageDigest, which would do without the pointers, would be everybody's to see and to write.
        guard Digest.self == SHA256.self else { return addAnyChain(to: &code, count: count) }
        unsafe withUnsafePointer(to: innerStart) { inner in
            unsafe withUnsafePointer(to: outerStart) { outer in
                var chains = SHA256Chains(count: 1)
                unsafe chains.start(
                    0,
                    inner: UnsafeRawPointer(inner).assumingMemoryBound(to: SHA256.self).pointee,
                    outer: UnsafeRawPointer(outer).assumingMemoryBound(to: SHA256.self).pointee,
                    code: code.span
                )
                chains.extend(first: 1, by: count)
                var span = code.mutableSpan
                chains.writeSum(of: 0, to: &span, at: 0)
            }
        }
    }

    /// The same by the digest's public functions.
    private func addAnyChain(to code: inout SecretBytes, count: Int) {
        var running = innerStart.copy()
        var digest = code.copy()
        var octets = digest.mutableSpan
        var sum = code.mutableSpan
        for _ in 0..<count {
            running.restore(innerStart)
            running.update(octets.span)
            running.finalizeAndReset(into: &octets)
            running.restore(outerStart)
            running.update(octets.span)
            running.finalizeAndReset(into: &octets)
            for index in sum.indices {
                sum[index] ^= octets[index]
            }
        }
    }
}
