import DERCoding
import PKIX

/// The readers of what an operator types: addresses, hosts' names, URIs, attributes of names, dotted identifiers.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    if let address = try? IPAddress(text) {
        let again = try? IPAddress(address.description)
        precondition(again == address)
    }
    if let identifier = try? ObjectIdentifier(dotted: text) { precondition(identifier.description == text) }
    for name in [try? GeneralName.dns(text), try? GeneralName.email(text), try? GeneralName.uri(text)] {
        guard let name, text.unicodeScalars.count <= SafeText.maximumCount else { continue }
        precondition(name.description.hasSuffix(text.replacing("\\", with: "\\\\")))
    }
    for type in NameAttributeType.all {
        if let attribute = try? NameAttribute(type, text) {
            let name = DistinguishedName([attribute])
            let encoding = name.encoding
            let again = try? DistinguishedName(der: encoding.span)
            precondition(again == name)
        }
    }
    _ = SafeText(text)
    return 0
}
