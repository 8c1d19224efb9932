internal import MessageDigests

/// The messages of a handshake so far, which both sides sign and prove to have seen (RFC 8446, section 4.4.1).
///
/// The bytes are kept, since which digest they are for is not known at first; they are bounded, and public.
struct Transcript {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ message: [UInt8]) { bytes += message }

    func hash(_ digest: DigestAlgorithm) -> [UInt8] { digest.hash(bytes.span) }

    /// Puts its digest in place of the hello that was answered by a HelloRetryRequest.
    mutating func replaceByHash(_ digest: DigestAlgorithm) {
        let hash = hash(digest)
        bytes = WireWriter.message(.messageHash) { $0.append(hash) }
    }
}
