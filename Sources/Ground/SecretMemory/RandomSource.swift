internal import CSystemCalls
internal import Glibc

/// Where random bits come from.
///
/// Everything in this package that needs randomness takes its source as a parameter, so that a test can make a
/// result again. Whatever is not a test passes ``OperatingSystemRandom``.
public protocol RandomSource: Sendable {
    /// Overwrites all of `destination` with random octets.
    mutating func fill(_ destination: inout MutableSpan<UInt8>)

    /// A source independent of this one, for work on another thread.
    mutating func split() -> Self
}

/// The operating system's generator, which waits until it is seeded: `getrandom(2)`, or on a Linux before 3.17, and
/// where a sandbox forbids that call, `/dev/urandom`.
public struct OperatingSystemRandom: RandomSource {
    /// Makes a source; it holds no state of its own.
    public init() {}

    /// Overwrites all of `destination` with random octets.
    ///
    /// Stops the process where the system cannot give any: there is no safe way to go on without it.
    public mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        unsafe destination.withUnsafeMutableBytes { bytes in
            let code = unsafe SystemGenerator.fill(bytes)
            guard code == 0 else {
                fatalError("the operating system cannot supply randomness: errno \(code)")
            }
        }
    }

    /// The same generator: every call of it is independent of all others.
    public mutating func split() -> OperatingSystemRandom { self }
}

extension RandomSource {
    /// `count` random octets that may be known to all, such as a salt or a serial number.
    public mutating func bytes(count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        fill(&span)
        return bytes
    }

    /// `count` random octets that are a secret.
    public mutating func secretBytes(count: Int) -> SecretBytes {
        var bytes = SecretBytes(repeating: 0, count: count)
        var span = bytes.mutableSpan
        fill(&span)
        return bytes
    }
}
