/// Why a password, a stored secret or an exchange was refused.
///
/// No password, secret or proof is part of an error.
public enum SCRAMError: Error, Equatable, Sendable {
    // SASLprep.

    /// The text is not UTF-8.
    case invalidUTF8
    /// The text has a character that RFC 4013, section 2.3, prohibits.
    case prohibitedCharacter
    /// The text has a code point that Unicode 3.2 does not assign (RFC 4013, section 2.5).
    case unassignedCodePoint
    /// The text has right-to-left and left-to-right characters (RFC 3454, section 6, requirement 2).
    case mixedDirections
    /// The text has a right-to-left character (`RandALCat`), but its first or last character is not one
    /// (requirement 3).
    case randALCatNotFirstAndLast

    // Secrets.

    /// The password is empty, which PostgreSQL never accepts.
    case emptyPassword
    /// The password has a zero octet, which no client can send.
    case passwordHasZeroOctet
    /// The salt is empty.
    case emptySalt
    /// The iteration count is below 1 or above 2147483647.
    case invalidIterationCount
    /// The text does not begin with `SCRAM-SHA-256$`.
    case notSCRAMSecret
    /// The text does not have the parts `iterations:salt$StoredKey:ServerKey`.
    case malformedSecret
    /// The salt is not Base64.
    case invalidSalt
    /// StoredKey is not the Base64 of 32 octets.
    case invalidStoredKey
    /// ServerKey is not the Base64 of 32 octets.
    case invalidServerKey
    /// The text is not `md5` followed by 32 lower-case hexadecimal digits.
    case notMD5Secret

    // The exchange.

    /// The nonce is empty or has a character other than printable ASCII without the comma.
    case invalidNonce
    /// The message is not of its grammar (RFC 5802, section 7).
    case malformedMessage(SCRAMMessage)
    /// The message has an extension that must be understood, and is not.
    case unsupportedExtension(SCRAMMessage)
    /// The user name has a zero octet, or SASLprep refuses it.
    case invalidUserName
    /// The client asks to act as another user.
    case authorizationIdentityNotSupported
    /// The nonce is not the client's, followed in the server's message by a part of the server's own.
    case nonceMismatch
    /// The server asks for an iteration count outside the accepted range, or a stored secret has one.
    case iterationCountNotAccepted(Int)
    /// The password does not match the secret: the proof is wrong.
    case invalidProof
    /// The server does not know the secret either: it is not the one it says it is.
    case invalidServerSignature
    /// The server ended the exchange with an error, by its name in RFC 5802, section 7.
    case refusedByServer(String)
    /// The channel binding does not match this connection: somebody may stand in between.
    case channelBindingMismatch
    /// The client believes that this server does not support channel binding, though it does: somebody may have
    /// hidden it.
    case channelBindingHidden
    /// The message's channel binding does not match the chosen mechanism.
    case channelBindingNotOfMechanism
    /// The type of channel binding is not `tls-server-end-point`.
    case unsupportedChannelBindingType
}

/// One message of an exchange (RFC 5802, section 7).
public enum SCRAMMessage: String, Sendable {
    /// `client-first-message`.
    case clientFirst = "client-first-message"
    /// `server-first-message`.
    case serverFirst = "server-first-message"
    /// `client-final-message`.
    case clientFinal = "client-final-message"
    /// `server-final-message`.
    case serverFinal = "server-final-message"
}

extension SCRAMError: CustomStringConvertible {
    /// What is wrong, for the operator.
    public var description: String {
        switch self {
        case .invalidUTF8: "the text is not UTF-8"
        case .prohibitedCharacter: "the text has a character that SASLprep prohibits"
        case .unassignedCodePoint: "the text has a code point that Unicode 3.2 does not assign"
        case .mixedDirections: "the text has both right-to-left and left-to-right characters"
        case .randALCatNotFirstAndLast:
            "a right-to-left text must begin and end with a right-to-left character"
        case .emptyPassword: "the password is empty, which PostgreSQL never accepts"
        case .passwordHasZeroOctet: "the password has a zero byte, which no client can send"
        case .emptySalt: "the salt is empty"
        case .invalidIterationCount: "the iteration count is not between 1 and 2147483647"
        case .notSCRAMSecret: "the text does not begin with SCRAM-SHA-256$"
        case .malformedSecret:
            "the secret is not of the form SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey"
        case .invalidSalt: "the salt of the secret is not Base64"
        case .invalidStoredKey: "the StoredKey of the secret is not the Base64 of 32 bytes"
        case .invalidServerKey: "the ServerKey of the secret is not the Base64 of 32 bytes"
        case .notMD5Secret: "the text is not md5 followed by 32 lower-case hexadecimal digits"
        case .invalidNonce: "the nonce is empty or has a character other than printable ASCII, or a comma"
        case .malformedMessage(let message):
            "the \(message.rawValue) is not valid (RFC 5802, section 7)"
        case .unsupportedExtension(let message):
            "the \(message.rawValue) demands an extension that is not supported"
        case .invalidUserName: "the user name is not one that SASLprep accepts"
        case .authorizationIdentityNotSupported:
            "the client asks to act as another user, which is not supported"
        case .nonceMismatch: "the nonce does not belong to this exchange"
        case .iterationCountNotAccepted(let count):
            "\(count) iterations are asked for, which is outside the accepted range"
        case .invalidProof: "the password is wrong"
        case .invalidServerSignature: "the server does not know the password's secret"
        case .refusedByServer(let error): "the server refused: \(error)"
        case .channelBindingMismatch: "the channel binding does not match this connection"
        case .channelBindingHidden:
            "the client was led to believe that this server does not support channel binding"
        case .channelBindingNotOfMechanism: "the channel binding does not match the mechanism"
        case .unsupportedChannelBindingType: "the channel binding is not of the type tls-server-end-point"
        }
    }
}
