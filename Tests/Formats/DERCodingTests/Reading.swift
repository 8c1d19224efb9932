import DERCoding

/// Reads all of `octets` by `body`, from an array, which the macros of Swift Testing can take.
func read<Result>(
    _ octets: [UInt8],
    limits: DERLimits = DERLimits(),
    _ body: (inout DERReader<DERError>) throws(DERError) -> Result
) throws(DERError) -> Result {
    try DERReader<DERError>.read(octets.span, limits: limits, body)
}

/// A copy of a span's elements.
func array(_ span: Span<UInt8>) -> [UInt8] {
    span.indices.map { span[$0] }
}
