package import EllipticCurves
package import PKIX

/// Why a handshake, or what came after it, ended.
package enum TLSError: Error, Equatable, Sendable {
    /// The bytes did not come or go.
    case transport(TLSTransportError)
    /// The server ended the connection with an alert.
    case alert(TLSAlert)
    /// The server ended the connection before the handshake was over, or later without a word.
    case endedEarly
    /// What the server sends is not TLS: a record cannot begin with this byte.
    case notTLS(UInt8)
    /// A record is longer than the standard allows: so many bytes.
    case recordTooLong(Int)
    /// A record that cannot be deciphered: it was changed on its way, or the server has other keys.
    case undecipherable
    /// A record that is not enciphered where it had to be.
    case notEnciphered
    /// A message, or a part of one, that cannot be read.
    case malformed(String)
    /// A message that has no place there, by its number, or a record, by its name.
    case unexpected(String)
    /// The server sends more than a handshake takes: bytes, records, messages or certificates.
    case tooMuch(String)
    /// The server chose a version that was not offered.
    case versionNotOffered(UInt16)
    /// The server chose TLS 1.2, and marked its hello as one that speaks TLS 1.3: it did not see what was offered.
    case downgraded
    /// The server chose a cipher suite that was not offered, or another one than it had asked for.
    case suiteNotOffered(UInt16)
    /// The server chose a group that was not offered, or one that it cannot ask for again.
    case groupNotOffered(UInt16)
    /// The server sent an extension that was not asked for, or twice, or where it has no place.
    case wrongExtension(UInt16)
    /// A value that the standard does not allow there.
    case illegal(String)
    /// The server's share of the key is not one of its group.
    case wrongKeyShare(EllipticCurveError)
    /// The server's certificate cannot be read, or its key not be verified with.
    case unusableCertificate(PKIXError)
    /// The server signed by a scheme that was not offered.
    case schemeNotOffered(UInt16)
    /// The server signed by a scheme that its certificate's key does not have.
    case schemeNotOfKey(SignatureScheme)
    /// The server's signature of the handshake is wrong: it has not the key of its certificate, or something on the
    /// way changed the handshake.
    case wrongSignature(SignatureScheme)
    /// The server's Finished is wrong: both sides saw different handshakes.
    case wrongFinished
    /// The caller does not trust the server, which has proved its key; why.
    case refused(String)
    /// The server takes no signature that the client certificate's key makes.
    case noCommonScheme
    /// The client certificate's key made no signature.
    case noClientSignature(PKIXError)
    /// What was to be sent had to wait for the end of the handshake, or came after the end.
    case notConnected

    /// The alert by which the server is told; `nil` where it is gone, or has said the last word itself.
    var alert: TLSAlert? {
        switch self {
        case .transport, .alert, .endedEarly, .notTLS, .notConnected: nil
        case .recordTooLong: .recordOverflow
        case .undecipherable: .badRecordMAC
        case .notEnciphered, .unexpected, .tooMuch: .unexpectedMessage
        case .malformed: .decodeError
        case .versionNotOffered: .protocolVersion
        case .downgraded, .suiteNotOffered, .groupNotOffered, .illegal, .wrongKeyShare, .schemeNotOffered,
            .schemeNotOfKey:
            .illegalParameter
        case .wrongExtension: .unsupportedExtension
        case .unusableCertificate, .refused: .badCertificate
        case .wrongSignature, .wrongFinished: .decryptError
        case .noCommonScheme, .noClientSignature: .internalError
        }
    }
}

extension TLSError: CustomStringConvertible {
    /// One line for the operator.
    package var description: String {
        switch self {
        case .transport(let error): error.description
        case .alert(let alert): "the server ended the connection by \(alert)"
        case .endedEarly: "the server ended the connection without a word of TLS"
        case .notTLS(let byte): "the server's answer begins with byte \(byte), which is not TLS"
        case .recordTooLong(let count): "the server sent a record of \(count) bytes, longer than TLS allows"
        case .undecipherable:
            "a record of the server cannot be deciphered; something on the way may change it"
        case .notEnciphered: "the server sent a record in the clear that has to be enciphered"
        case .malformed(let what): "the server sent a malformed \(what)"
        case .unexpected(let what): "the server sent a \(what) where it has no place"
        case .tooMuch(let what): "the server sent more \(what) than a handshake takes"
        case .versionNotOffered(let number):
            "the server chose version \(hexadecimal(number)) of TLS, which was not offered"
        case .downgraded:
            "the server speaks TLS 1.3 and was made to choose less; something on the way changes the handshake"
        case .suiteNotOffered(let number):
            "the server chose cipher suite \(hexadecimal(number)), which was not offered"
        case .groupNotOffered(let number):
            "the server chose group \(hexadecimal(number)), which was not offered"
        case .wrongExtension(let number):
            "the server sent extension \(number), which was not asked for or has no place there"
        case .illegal(let what): "the server sent a wrong \(what)"
        case .wrongKeyShare(let error): "the server's share of the key is wrong: \(error)"
        case .unusableCertificate(let error): "the server's certificate cannot be used: \(error)"
        case .schemeNotOffered(let number):
            "the server signed by scheme \(hexadecimal(number)), which was not offered"
        case .schemeNotOfKey(let scheme):
            "the server signed by \(scheme), which is not one of its certificate's key"
        case .wrongSignature(let scheme):
            "the server's signature by \(scheme) is wrong: it does not hold the key of its certificate"
        case .wrongFinished:
            "the server saw another handshake than this client; something on the way changed it"
        case .refused(let reason): "the server is not trusted: \(reason)"
        case .noCommonScheme:
            "the server takes no signature of the kind that the client certificate's key makes"
        case .noClientSignature(let error): "the client certificate's key made no signature: \(error)"
        case .notConnected: "the connection is not open"
        }
    }

    private func hexadecimal(_ number: UInt16) -> String {
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
