import Checking
import MessageDigests

@testable import NodeEncryption
@testable import SecretMemory
@testable import TextEncodings

/// What a node's records are made of: one octet for what it is, and then the values, a zero octet between two of them.
///
/// Their counts and the checksum are put around them, so that what is read are the values. What was read is written and
/// read again as the same, and its octets are then the same; and with one octet of them changed it is no record.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard let choice = input.first else { return }
    let rest = Array(input[1...])
    let version = StateWriter.readVersions.lowerBound + Int(choice >> 2) % StateWriter.readVersions.count
    switch choice & 3 {
    case 0: try checkJournal(record("postgres-ssl journal \(version)\n", values(rest)), spot: rest)
    case 1: try checkBaseline(record("postgres-ssl baseline \(version)\n", values(rest)), spot: rest)
    case 2: try checkJournal(record("postgres-ssl journal \(version)\n", rest), spot: rest)
    default:
        try checkJournal(rest, spot: rest)
        try checkBaseline(rest, spot: rest)
    }
}

private func checkJournal(_ octets: [UInt8], spot: [UInt8]) throws {
    guard let journal = read(octets, { bytes throws(StateReader.Refusal) in try Journal(encoded: bytes) })
    else { return }
    let written = journal.encoded()
    let text = Checking.octets(of: written)
    let again = try Journal(encoded: written)
    precondition(again == journal)
    let second = again.encoded()
    precondition(Checking.octets(of: second) == text)
    precondition(journal.items.count == journal.changes.count)
    let other = changed(text, spot)
    precondition(read(other) { bytes throws(StateReader.Refusal) in try Journal(encoded: bytes) } == nil)
}

private func checkBaseline(_ octets: [UInt8], spot: [UInt8]) throws {
    guard let baseline = read(octets, { bytes throws(StateReader.Refusal) in try Baseline(encoded: bytes) })
    else { return }
    let written = baseline.encoded()
    let text = Checking.octets(of: written)
    let again = try Baseline(encoded: written)
    precondition(again == baseline)
    let second = again.encoded()
    precondition(Checking.octets(of: second) == text)
    let users = baseline.roles.prefix(1).map(\.user)
    let left = baseline.left(for: users)
    precondition(left.map { $0.isLeftover && $0.entries.isEmpty } ?? users.isEmpty)
    let other = changed(text, spot)
    precondition(read(other) { bytes throws(StateReader.Refusal) in try Baseline(encoded: bytes) } == nil)
}

/// What a reader makes of octets; nil where it refuses them, with a reason.
private func read<Record>(
    _ octets: [UInt8],
    _ reader: (consuming SecretBytes) throws(StateReader.Refusal) -> Record
) -> Record? {
    do throws(StateReader.Refusal) {
        return try reader(SecretBytes(copying: octets.span))
    } catch {
        precondition(!error.reason.isEmpty)
        return nil
    }
}

/// Each value behind its count.
private func values(_ octets: [UInt8]) -> [UInt8] {
    octets.split(separator: 0, omittingEmptySubsequences: false).flatMap { "\($0.count):".utf8 + $0 + [10] }
}

/// The line at the beginning and the checksum at the end.
private func record(_ first: String, _ values: [UInt8]) -> [UInt8] {
    let octets = first.utf8 + values
    return octets + Array((Hexadecimal.encode(SHA256.hash(octets.span).span) + "\n").utf8)
}

/// One octet changed, which the input chooses.
private func changed(_ octets: [UInt8], _ spot: [UInt8]) -> [UInt8] {
    var octets = octets
    let number = spot.suffix(3).reduce(0) { $0 << 8 | Int($1) }
    octets[number % octets.count] ^= 1 << (spot.count % 8)
    return octets
}
