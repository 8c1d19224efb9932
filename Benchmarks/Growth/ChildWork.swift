import DERCoding
import Foundation
import PKIX
import SwiftASN1
import X509

/// What a process does whose time and memory are measured.
enum ChildWork {
    /// How often a certificate of many names is made and read: one alone is too quick to be told from the start.
    static let repetitions = 20

    static func run(_ arguments: [String]) throws {
        let content = try [UInt8](Data(contentsOf: URL(fileURLWithPath: arguments[1])))
        switch arguments[0] {
        case "names":
            let authority = try Authority(keyText: content)
            let count = Int(arguments[2]) ?? 0
            for _ in 0..<repetitions {
                let encoding = try authority.certificate(names: count).encoding
                let certificate = try PKIX.Certificate(der: encoding.span)
                precondition(certificate.encoding == encoding)
            }
        case "bundle":
            // More than an operator's bundle may have.
            let documents = try PEM.documents(in: content.span, maximumByteCount: content.count + 1)
            let certificates = try documents.map { try PKIX.Certificate(der: $0.octets.span) }
            precondition(certificates.count == documents.count)
        default:
            let text = String(decoding: content, as: UTF8.self)
            let documents = try SwiftASN1.PEMDocument.parseMultiple(pemString: text)
            let certificates = try documents.map { try X509.Certificate(pemDocument: $0) }
            precondition(certificates.count == documents.count)
        }
    }
}
