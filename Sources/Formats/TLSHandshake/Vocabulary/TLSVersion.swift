/// The versions of TLS that are spoken here.
package enum TLSVersion: UInt16, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// RFC 8446.
    case tls13 = 0x0304
    /// RFC 5246.
    case tls12 = 0x0303

    /// Such as "TLS 1.3".
    package var description: String {
        switch self {
        case .tls13: "TLS 1.3"
        case .tls12: "TLS 1.2"
        }
    }
}
