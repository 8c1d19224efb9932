/// An alert, by which one side tells the other why it goes (RFC 8446, section 6), under the number that it has.
package struct TLSAlert: Sendable, Hashable, CustomStringConvertible {
    /// Its number.
    package let code: UInt8

    /// Takes a number, known or not.
    package init(code: UInt8) { self.code = code }

    static let warningLevel: UInt8 = 1
    static let fatalLevel: UInt8 = 2

    static let closeNotify = TLSAlert(code: 0)
    static let unexpectedMessage = TLSAlert(code: 10)
    static let badRecordMAC = TLSAlert(code: 20)
    static let recordOverflow = TLSAlert(code: 22)
    static let badCertificate = TLSAlert(code: 42)
    static let illegalParameter = TLSAlert(code: 47)
    static let decodeError = TLSAlert(code: 50)
    static let decryptError = TLSAlert(code: 51)
    static let protocolVersion = TLSAlert(code: 70)
    static let internalError = TLSAlert(code: 80)
    static let userCanceled = TLSAlert(code: 90)
    static let noRenegotiation = TLSAlert(code: 100)
    static let unsupportedExtension = TLSAlert(code: 110)

    /// The name in the standard; the number alone where it has none.
    package var name: String { TLSAlert.known[code]?.name ?? "alert \(code)" }

    /// What it means for the operator of the server, as a clause with the server as its subject.
    package var meaning: String {
        TLSAlert.known[code]?.meaning ?? "ends the connection for a reason of its own"
    }

    /// The name and what it means.
    package var description: String { "\(name): the server \(meaning)" }

    /// Whether it is about the certificate that the client showed, or did not show.
    package var isOfClientCertificate: Bool { (42...46).contains(code) || [48, 49, 116].contains(code) }

    private static let known: [UInt8: (name: String, meaning: String)] = [
        0: ("close_notify", "ends the connection"),
        10: ("unexpected_message", "did not expect a message that this client sent"),
        20: ("bad_record_mac", "could not decipher what this client sent; something on the way changes it"),
        22: ("record_overflow", "was sent a record that is too long for it"),
        40: (
            "handshake_failure",
            "accepts none of the cipher suites, groups or signature algorithms offered, or in TLS 1.2 wants a "
                + "client certificate"
        ),
        42: ("bad_certificate", "finds the client certificate malformed, or wrongly signed"),
        43: ("unsupported_certificate", "does not take client certificates of that kind"),
        44: ("certificate_revoked", "has the client certificate on its revocation list"),
        45: ("certificate_expired", "finds the client certificate expired, or not valid yet"),
        46: ("certificate_unknown", "does not accept the client certificate"),
        47: ("illegal_parameter", "finds a value of the handshake wrong"),
        48: ("unknown_ca", "does not trust the authority that issued the client certificate"),
        49: ("access_denied", "knows the client certificate and does not let it in"),
        50: ("decode_error", "could not read a message of this client"),
        51: ("decrypt_error", "finds a signature of this client, or its proof of the keys, wrong"),
        70: ("protocol_version", "accepts none of the versions of TLS offered"),
        71: ("insufficient_security", "asks for stronger algorithms than those offered"),
        80: ("internal_error", "has a fault of its own; its log may say which"),
        86: ("inappropriate_fallback", "speaks a newer version of TLS than the one offered"),
        90: ("user_canceled", "gave up the handshake"),
        100: ("no_renegotiation", "does not negotiate again"),
        109: ("missing_extension", "misses an extension of the handshake"),
        110: ("unsupported_extension", "was sent an extension that it did not ask for"),
        112: ("unrecognized_name", "has no certificate for the name that it was asked for"),
        113: ("bad_certificate_status_response", "finds the status of a certificate wrong"),
        115: ("unknown_psk_identity", "does not know the shared key"),
        116: ("certificate_required", "wants a client certificate"),
        120: ("no_application_protocol", "does not speak PostgreSQL's protocol by direct TLS"),
    ]
}
