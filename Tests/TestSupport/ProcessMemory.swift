import Glibc
import SecretMemory

/// Looks for a secret in everything that this process could write to: heap, data, stacks of all threads, and what
/// was freed and is still mapped.
///
/// Make it while the secret is alive, drop the secret, then ask. It keeps the secret under a mask only, so that
/// it does not find itself.
public struct ProcessMemory {
    /// What a window of eight octets of the secret reads as in memory, under the mask, and the window's place in
    /// one of the orders that a secret may lie in.
    private var windows: [UInt64: Set<Int>] = [:]
    /// One bit for each value of the low bits of a window: a quick no for almost all words of memory.
    private var filter = [UInt64](repeating: 0, count: 1 << 10)
    private let mask: UInt64

    /// The octets that must match in a row for a hit: two neighbouring words.
    ///
    /// A copy of the secret of 23 octets or more is always found, at whatever address.
    public static let leastMatch = 16

    /// The place where the windows of the next order begin, far from those of the last one.
    private var base = 0

    /// Prepares a search for nothing yet.
    public init() {
        var generator = OperatingSystemRandom()
        mask = generator.bytes(count: 8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Prepares a search for `secret`, as ``add(_:)`` does.
    public init(of secret: Span<UInt8>) {
        self.init()
        add(secret)
    }

    /// Looks for `secret` too, of 16 octets at least, as it is and with its octets the other way round: a number is
    /// written big-endian, and calculated with in little-endian limbs.
    public mutating func add(_ secret: Span<UInt8>) {
        precondition(secret.count >= ProcessMemory.leastMatch, "a secret of fewer octets is found by chance")
        add(secret, isReversed: false)
        add(secret, isReversed: true)
    }

    private mutating func add(_ secret: Span<UInt8>, isReversed: Bool) {
        for start in 0...secret.count - 8 {
            // Never unmasked as a whole: an octet at a time goes in.
            var window = mask
            for offset in 0..<8 {
                let place = start + offset
                window ^= UInt64(secret[isReversed ? secret.count - 1 - place : place]) << UInt64(8 * offset)
            }
            windows[window, default: []].insert(base + start)
            filter[Int(window & 0xFFFF) / 64] |= 1 << (window & 63)
        }
        // A gap that no two neighbours bridge.
        base += secret.count + 8
    }

    /// Where 16 octets or more of the secret lie in memory that may be written to: addresses and what is mapped
    /// there, one line for each.
    public func findings() -> [String] {
        let memory = open("/proc/self/mem", O_RDONLY)
        guard memory >= 0 else { return ["the memory of the process cannot be read"] }
        defer { close(memory) }
        let wordCount = 1 << 15
        let buffer = UnsafeMutablePointer<UInt64>.allocate(capacity: wordCount)
        buffer.initialize(repeating: 0, count: wordCount)
        defer { buffer.deallocate() }
        let own = UInt(bitPattern: buffer)..<UInt(bitPattern: buffer + wordCount)
        var findings: [String] = []
        for mapping in ProcessMemory.writableMappings() {
            var address = mapping.addresses.lowerBound
            while address < mapping.addresses.upperBound {
                // Chunks overlap by a word, so that a pair of words is whole in one of them.
                let count = min(UInt(wordCount * 8), mapping.addresses.upperBound - address)
                let got = pread(memory, buffer, Int(count), Int(bitPattern: address))
                // A mapping may be gone by now, or be one that cannot be read, such as a device.
                guard got >= 16 else { break }
                for place in matches(UnsafeBufferPointer(start: buffer, count: got / 8)) {
                    let found = address + UInt(place) * 8
                    if !own.contains(found) {
                        findings.append("\(String(found, radix: 16)) \(mapping.name)")
                    }
                }
                if got < Int(count) || address + count >= mapping.addresses.upperBound { break }
                address += count - 8
            }
        }
        return findings
    }

    private func matches(_ words: UnsafeBufferPointer<UInt64>) -> [Int] {
        var places: [Int] = []
        filter.withUnsafeBufferPointer { filter in
            var place = 0
            while place < words.count - 1 {
                let word = words[place] ^ mask
                if filter[Int(truncatingIfNeeded: word & 0xFFFF) >> 6] >> (word & 63) & 1 == 1,
                    let starts = windows[word], let next = windows[words[place + 1] ^ mask],
                    starts.contains(where: { next.contains($0 + 8) })
                {
                    places.append(place)
                }
                place += 1
            }
        }
        return places
    }

    private static func writableMappings() -> [(addresses: Range<UInt>, name: String)] {
        var text: [UInt8] = []
        let maps = open("/proc/self/maps", O_RDONLY)
        guard maps >= 0 else { return [] }
        defer { close(maps) }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let got = read(maps, &chunk, chunk.count), got > 0 {
            text += chunk[..<got]
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap { line in
            // 7f0000000000-7f0000021000 rw-p 00000000 00:00 0          [heap]
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            guard fields.count >= 5, fields[1].hasPrefix("rw") else { return nil }
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2 else { return nil }
            return (ends[0]..<ends[1], fields.count > 5 ? String(fields[5]) : "anonymous")
        }
    }
}
