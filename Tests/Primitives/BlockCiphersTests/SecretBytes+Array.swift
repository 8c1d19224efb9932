import SecretMemory

/// The octets of a secret that a test made itself.
func array(_ secret: borrowing SecretBytes) -> [UInt8] {
    secret.span.indices.map { secret.span[$0] }
}
