/// libFuzzer's own way of changing octets; gives how many of at most `limit` there are then.
@_silgen_name("LLVMFuzzerMutate")
private func mutate(_ octets: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int) -> Int

/// Changes an input, half of the time as libFuzzer would, and half of the time as what it is made of: elements of DER
/// are left out, doubled, exchanged, put into one another, given another tag or contents, and all lengths around them
/// are right again, so that what is behind the reader of lengths is reached.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateDER(_ octets: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: UInt32)
    -> Int
{
    var choices = Choices(seed: seed)
    guard choices.below(2) == 0, count > 1 else { return mutate(octets, count, limit) }
    var elements = Elements(UnsafeBufferPointer(start: octets, count: count))
    guard !elements.places.isEmpty else { return mutate(octets, count, limit) }
    change(&elements, &choices)
    return write(elements.octets, to: octets, limit) ?? mutate(octets, count, limit)
}

/// Puts an element of one input in the place of, or before, one of another.
@_cdecl("LLVMFuzzerCustomCrossOver")
public func crossDER(
    _ one: UnsafePointer<UInt8>,
    _ oneCount: Int,
    _ other: UnsafePointer<UInt8>,
    _ otherCount: Int,
    _ output: UnsafeMutablePointer<UInt8>,
    _ limit: Int,
    _ seed: UInt32
) -> Int {
    var choices = Choices(seed: seed)
    var taker = Elements(UnsafeBufferPointer(start: one, count: oneCount))
    let giver = Elements(UnsafeBufferPointer(start: other, count: otherCount))
    guard !taker.places.isEmpty, !giver.places.isEmpty else { return 0 }
    let given = giver.places[choices.below(giver.places.count)]
    let place = taker.places[choices.below(taker.places.count)]
    let end = choices.below(2) == 0 ? place.end : place.start
    taker.replace(place.start..<end, with: giver.octets[given.start..<given.end], in: place.around)
    return write(taker.octets, to: output, limit) ?? 0
}

/// Numbers that follow from a seed.
private struct Choices {
    private var state: UInt64

    init(seed: UInt32) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(truncatingIfNeeded: state >> 20 & 0xFFFF_FFFF) % max(1, bound)
    }
}

/// Tags of all kinds that the readers know, and some that they do not.
private let tags: [UInt8] = [
    1, 2, 3, 4, 5, 6, 0x0A, 0x0C, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1E, 0x24, 0x30, 0x31, 0x80, 0x81, 0x82,
    0x84, 0x86,
    0x87, 0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0x88,
]

/// Contents that stand at an edge of what is allowed.
private let edges: [[UInt8]] = [
    [], [0], [1], [0xFF], [0x7F], [0x80], [0, 0], [0, 0x80], [0xFF, 0x80], [0xFF, 0xFF], [0, 1], [7, 0x80],
    [8, 0],
    [0x80, 1], [0x55, 0x1D, 0x11], [0x55, 0x1D, 0x13], [0x55, 0x1D, 0x0F], [0x55, 0x1D, 0x25],
    [0x55, 0x1D, 0x1E],
    Array("20260229000000Z".utf8), Array("500101000000Z".utf8), Array("491231235959Z".utf8),
    Array("99991231235959Z".utf8), Array("20491231235960Z".utf8), [127, 0, 0, 1],
    [10, 0, 0, 0, 255, 0, 255, 0],
    [UInt8](repeating: 0, count: 16), [UInt8](repeating: 0xFF, count: 32), [0x2A, 0x2E, 0x61], [0xC3, 0xA9],
    [0, 0xE9],
]

private func change(_ elements: inout Elements, _ choices: inout Choices) {
    let number = choices.below(elements.places.count)
    let place = elements.places[number]
    let whole = place.start..<place.end
    let contents = place.contentsStart..<place.end
    let tag = tags[choices.below(tags.count)]
    switch choices.below(10) {
    case 0:
        elements.replace(whole, with: [], in: place.around)
    case 1:
        // Another, or the same, before it.
        let other = elements.places[choices.below(elements.places.count)]
        let copy = Array(elements.octets[other.start..<other.end])
        elements.replace(place.start..<place.start, with: copy, in: place.around)
    case 2:
        // The one behind it comes first.
        guard let next = elements.places[number...].first(where: { $0.start == place.end }) else {
            fallthrough
        }
        let both = Array(elements.octets[next.start..<next.end] + elements.octets[whole])
        elements.replace(place.start..<next.end, with: both, in: place.around)
    case 3:
        elements.replace(place.start..<place.lengthStart, with: [tag], in: place.around)
    case 4:
        elements.replace(whole, with: Elements.element(tag, elements.octets[whole]), in: place.around)
    case 5:
        elements.replace(whole, with: Array(elements.octets[contents]), in: place.around)
    case 6:
        let length = Elements.length(contents.count, surplus: 1 + choices.below(3))
        elements.replace(place.lengthStart..<place.contentsStart, with: length, in: place.around)
    case 7:
        let new = Elements.element(tag, edges[choices.below(edges.count)])
        elements.replace(place.start..<place.start, with: new, in: place.around)
    case 8:
        elements.replace(contents, with: edges[choices.below(edges.count)], in: number)
    default:
        var new = Array(elements.octets[contents])
        new += [UInt8](repeating: 0, count: 16)
        let count = new.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mutate($0, contents.count, buffer.count) } ?? 0
        }
        elements.replace(contents, with: new.prefix(count), in: number)
    }
}

/// Writes octets, if there is room.
private func write(_ encoding: [UInt8], to octets: UnsafeMutablePointer<UInt8>, _ limit: Int) -> Int? {
    guard !encoding.isEmpty, encoding.count <= limit else { return nil }
    octets.update(from: encoding, count: encoding.count)
    return encoding.count
}
