import DERCoding

/// Walks through all elements, reading each value by its type. What was read as an object identifier or an instant
/// has one text and one encoding.
private func walk(_ reader: inout DERReader<DERError>) throws(DERError) {
    while let tag = try reader.nextTag() {
        switch tag {
        case _ where tag.isConstructed:
            try reader.sequence(tag) { inner throws(DERError) in try walk(&inner) }
        case .boolean: _ = try reader.boolean()
        case .integer: _ = try reader.signedInteger()
        case .bitString: _ = try reader.bitString()
        case .null: try reader.null()
        case .objectIdentifier:
            let identifier = try reader.objectIdentifier()
            let again = try ObjectIdentifier(dotted: identifier.description)
            precondition(again == identifier)
        case .utcTime, .generalizedTime:
            let time = try reader.time()
            guard let parts = time.calendar else { preconditionFailure("an instant without a calendar") }
            let again = DERTime(
                year: parts.year,
                month: parts.month,
                day: parts.day,
                hour: parts.hour,
                minute: parts.minute,
                second: parts.second
            )
            precondition(again == time)
        default: _ = try reader.anyElement()
        }
    }
}

/// The reader of DER.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(DERError) {
        try DERReader<DERError>.read(input.span) { reader throws(DERError) in try walk(&reader) }
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
