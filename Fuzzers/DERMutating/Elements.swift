/// Octets, and where the elements of DER in them stand, as far as they are elements: also those in strings, as keys,
/// signatures and extensions have them.
struct Elements {
    private(set) var octets: [UInt8]
    /// In the order in which they begin.
    private(set) var places: [Place] = []

    /// Where an element stands, from its tag on.
    struct Place {
        let start: Int
        let lengthStart: Int
        let contentsStart: Int
        let end: Int
        /// The number of the element that it is in; `nil` outside of all.
        let around: Int?
    }

    /// The most elements that are looked for.
    private static let mostCount = 400
    private static let mostLevels = 24

    init(_ octets: UnsafeBufferPointer<UInt8>) {
        self.octets = Array(octets)
        places.reserveCapacity(64)
        find(in: 0..<octets.count, around: nil, level: 0)
    }

    /// Finds the elements of a range; gives whether they are all of it.
    @discardableResult
    private mutating func find(in range: Range<Int>, around: Int?, level: Int) -> Bool {
        var position = range.lowerBound
        while position < range.upperBound {
            guard places.count < Elements.mostCount,
                let place = place(at: position, before: range.upperBound, around)
            else { return false }
            position = place.end
            places.append(place)
            guard level < Elements.mostLevels else { continue }
            let (number, tag) = (places.count - 1, octets[place.start])
            if tag & 0x20 != 0 {
                find(in: place.contentsStart..<place.end, around: number, level: level + 1)
            } else if tag == 3 || tag == 4 {
                // Behind the count of bits that a BIT STRING has too many.
                let start = min(place.contentsStart + (tag == 3 ? 1 : 0), place.end)
                if !find(in: start..<place.end, around: number, level: level + 1) {
                    places.removeSubrange((number + 1)...)
                }
            }
        }
        return true
    }

    private func place(at start: Int, before end: Int, _ around: Int?) -> Place? {
        var position = start + 1
        if octets[start] & 0x1F == 0x1F {
            while position < end, octets[position] & 0x80 != 0 { position += 1 }
            position += 1
        }
        guard position < end else { return nil }
        let lengthStart = position
        var count = Int(octets[position])
        position += 1
        if count >= 0x80 {
            let byteCount = count & 0x7F
            guard 1...3 ~= byteCount, byteCount <= end - position else { return nil }
            count = 0
            for _ in 0..<byteCount {
                count = count << 8 | Int(octets[position])
                position += 1
            }
        }
        guard count <= end - position else { return nil }
        return Place(
            start: start,
            lengthStart: lengthStart,
            contentsStart: position,
            end: position + count,
            around: around
        )
    }

    /// Puts others in the place of some octets, and puts the lengths around them right; the places mean nothing then.
    mutating func replace(_ range: Range<Int>, with new: some Collection<UInt8>, in around: Int?) {
        octets.replaceSubrange(range, with: new)
        var growth = new.count - range.count
        var next = around
        while let number = next {
            let place = places[number]
            let length = Elements.length(place.end - place.contentsStart + growth)
            octets.replaceSubrange(place.lengthStart..<place.contentsStart, with: length)
            growth += length.count - (place.contentsStart - place.lengthStart)
            next = place.around
        }
    }

    /// The octets of a length, with so many that need not be.
    static func length(_ count: Int, surplus: Int = 0) -> [UInt8] {
        if count < 0x80, surplus == 0 { return [UInt8(count)] }
        var octets: [UInt8] = []
        var rest = count
        repeat {
            octets.insert(UInt8(truncatingIfNeeded: rest), at: 0)
            rest >>= 8
        } while rest > 0
        octets.insert(contentsOf: [UInt8](repeating: 0, count: max(0, surplus - 1)), at: 0)
        return [0x80 | UInt8(octets.count)] + octets
    }

    /// An element of a tag and contents.
    static func element(_ tag: UInt8, _ contents: some Collection<UInt8>) -> [UInt8] {
        [tag] + length(contents.count) + contents
    }
}
