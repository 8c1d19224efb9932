/// What a server chose of a hello that goes no further.
package struct HelloChoice: Sendable, Equatable {
    /// The version, by its number.
    package let version: UInt16
    /// The suite, by its number.
    package let suite: UInt16
    /// Its certificates in DER, its own first; none in TLS 1.3, which enciphers them.
    package let certificates: [[UInt8]]

    /// The suite, by its name in the registry.
    package var suiteName: String { SuiteNames.name(of: suite) }
}
