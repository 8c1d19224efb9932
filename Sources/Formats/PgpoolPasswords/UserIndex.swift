/// Which lines have entries of a user: a table of open addressing, eight octets a slot, that holds no names.
///
/// A slot has a part of the name's hash, and the last line of the user, from which the others are reached. Whether a
/// line is of a name, the caller tells by the line. Swift's hashes are seeded anew in each process, so that no file of
/// chosen names makes look-ups slow.
struct UserIndex {
    private struct Slot {
        var hash: UInt32 = 0
        var last: UInt32 = Slot.free

        static let free = UInt32.max
        /// Of a user who was removed: a look-up goes on behind it.
        static let vacated = UInt32.max - 1

        var isTaken: Bool { last < Slot.vacated }
    }

    /// The most lines that can be told apart.
    static let limit = Int(Slot.vacated)

    private var slots = [Slot](repeating: Slot(), count: 16)
    var slotCount: Int { slots.count }
    /// The slots that are not free, those that were vacated among them.
    private var usedCount = 0

    /// The hash of a user's name.
    static func hash(_ name: Span<UInt8>) -> UInt32 {
        var hasher = Hasher()
        unsafe name.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    /// The slot of the user whose name has that hash, and the last line of whom `isOfUser` accepts.
    func slot(of hash: UInt32, _ isOfUser: (Int) -> Bool) -> Int? {
        var place = Int(hash) & (slots.count - 1)
        while slots[place].last != Slot.free {
            let slot = slots[place]
            if slot.hash == hash, slot.isTaken, isOfUser(Int(slot.last)) { return place }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The last line of the user of a slot.
    subscript(slot: Int) -> Int {
        get { Int(slots[slot].last) }
        set { slots[slot].last = UInt32(newValue) }
    }

    /// Puts in a user whom no slot has, with his only line.
    mutating func insert(_ hash: UInt32, line: Int) {
        if 4 * (usedCount + 1) > 3 * slots.count { rebuild() }
        if put(Slot(hash: hash, last: UInt32(line))) { usedCount += 1 }
    }

    /// Takes the user of a slot out.
    mutating func remove(slot: Int) {
        slots[slot].last = Slot.vacated
    }

    /// Puts a slot into the first place that is not taken; whether that was free.
    private mutating func put(_ slot: Slot) -> Bool {
        var place = Int(slot.hash) & (slots.count - 1)
        while slots[place].isTaken { place = (place + 1) & (slots.count - 1) }
        let wasFree = slots[place].last == Slot.free
        slots[place] = slot
        return wasFree
    }

    /// Leaves out what was vacated, and makes room where that is too little.
    private mutating func rebuild() {
        let old = slots
        let count = old.count { $0.isTaken }
        slots = [Slot](repeating: Slot(), count: 2 * count < old.count ? old.count : 2 * old.count)
        usedCount = count
        for slot in old where slot.isTaken { _ = put(slot) }
    }
}
