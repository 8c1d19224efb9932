import DERCoding
import NodeCertificates
import PKIX
import ToolSupport

extension SetReport {
    /// What was done, as one JSON object.
    var json: JSONValue {
        [
            "directory": .string(path),
            "certificates": .array(members.map(\.json)),
            "orphans": .array(orphans.map { .string($0) }),
            "replaced": .array(replaced.map { .string($0) }),
            "left": .array(left.map { .string("\($0)") }),
        ]
    }
}

extension SetReport.Member {
    fileprivate var json: JSONValue {
        var action: (String, JSONValue)
        switch self.action {
        case .kept: action = ("kept", .null)
        case .certified(let fault): action = ("certified", .string("\(fault)"))
        case .made(let fault): action = ("made", .string("\(fault)"))
        }
        return [
            "role": .string(role),
            "action": .string(action.0),
            "reason": action.1,
            "files": .array(written.map { .string($0) }),
            "doubts": .array(doubts.map { .string("\($0)") }),
            "subject": .string("\(certificate.subject)"),
            "serial": .string("\(certificate.serialNumber)"),
            "notBefore": .string("\(certificate.validity.notBefore)"),
            "notAfter": .string("\(certificate.validity.notAfter)"),
            "names": .array(
                (certificate.extensions.subjectAlternativeName?.names ?? []).map { .string("\($0)") }
            ),
        ]
    }
}
