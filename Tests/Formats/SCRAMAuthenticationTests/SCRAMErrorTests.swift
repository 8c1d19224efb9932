import SCRAMAuthentication
import Testing

@Suite("What errors of SCRAM say")
struct SCRAMErrorTests {
    @Test("each says in one line what is wrong")
    func descriptions() {
        let expected: [(SCRAMError, String)] = [
            (.invalidUTF8, "the text is not UTF-8"),
            (.prohibitedCharacter, "the text has a character that SASLprep prohibits"),
            (.unassignedCodePoint, "the text has a code point that Unicode 3.2 does not assign"),
            (.mixedDirections, "the text has both right-to-left and left-to-right characters"),
            (
                .randALCatNotFirstAndLast,
                "a right-to-left text must begin and end with a right-to-left character"
            ),
            (.emptyPassword, "the password is empty, which PostgreSQL never accepts"),
            (.passwordHasZeroOctet, "the password has a zero byte, which no client can send"),
            (.emptySalt, "the salt is empty"),
            (.invalidIterationCount, "the iteration count is not between 1 and 2147483647"),
            (.notSCRAMSecret, "the text does not begin with SCRAM-SHA-256$"),
            (
                .malformedSecret,
                "the secret is not of the form SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey"
            ),
            (.invalidSalt, "the salt of the secret is not Base64"),
            (.invalidStoredKey, "the StoredKey of the secret is not the Base64 of 32 bytes"),
            (.invalidServerKey, "the ServerKey of the secret is not the Base64 of 32 bytes"),
            (.notMD5Secret, "the text is not md5 followed by 32 lower-case hexadecimal digits"),
            (.invalidNonce, "the nonce is empty or has a character other than printable ASCII, or a comma"),
            (.malformedMessage(.clientFirst), "the client-first-message is not valid (RFC 5802, section 7)"),
            (.malformedMessage(.serverFirst), "the server-first-message is not valid (RFC 5802, section 7)"),
            (
                .unsupportedExtension(.clientFinal),
                "the client-final-message demands an extension that is not supported"
            ),
            (
                .unsupportedExtension(.serverFinal),
                "the server-final-message demands an extension that is not supported"
            ),
            (.invalidUserName, "the user name is not one that SASLprep accepts"),
            (
                .authorizationIdentityNotSupported,
                "the client asks to act as another user, which is not supported"
            ),
            (.nonceMismatch, "the nonce does not belong to this exchange"),
            (
                .iterationCountNotAccepted(7),
                "7 iterations are asked for, which is outside the accepted range"
            ),
            (.invalidProof, "the password is wrong"),
            (.invalidServerSignature, "the server does not know the password's secret"),
            (.refusedByServer("other-error"), "the server refused: other-error"),
            (.channelBindingMismatch, "the channel binding does not match this connection"),
            (
                .channelBindingHidden,
                "the client was led to believe that this server does not support channel binding"
            ),
            (.channelBindingNotOfMechanism, "the channel binding does not match the mechanism"),
            (.unsupportedChannelBindingType, "the channel binding is not of the type tls-server-end-point"),
        ]
        for (error, text) in expected { #expect(error.description == text) }
    }

    @Test("a server says why it refuses in the words of RFC 5802, section 7")
    func serverErrors() {
        let expected: [(SCRAMError, String)] = [
            (.malformedMessage(.clientFirst), "invalid-encoding"),
            (.malformedMessage(.clientFinal), "invalid-encoding"),
            (.unsupportedExtension(.clientFirst), "extensions-not-supported"),
            (.channelBindingMismatch, "channel-bindings-dont-match"),
            (.channelBindingHidden, "server-does-support-channel-binding"),
            (.channelBindingNotOfMechanism, "channel-binding-not-supported"),
            (.unsupportedChannelBindingType, "unsupported-channel-binding-type"),
            (.invalidProof, "invalid-proof"), (.invalidUserName, "invalid-username-encoding"),
            (.nonceMismatch, "other-error"), (.malformedMessage(.serverFinal), "other-error"),
        ]
        for (error, name) in expected { #expect(error.serverFinalMessage == Array("e=\(name)".utf8)) }
    }
}
