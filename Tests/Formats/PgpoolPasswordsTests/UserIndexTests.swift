import Testing

@testable import PgpoolPasswords

@Suite("The index of users' lines")
struct UserIndexTests {
    /// Lines of users by their numbers, of whom many have one hash.
    private struct Users {
        var index = UserIndex()
        /// The user of each line.
        var users: [Int] = []
        let hash: (Int) -> UInt32

        func slot(of user: Int) -> Int? { index.slot(of: hash(user)) { users[$0] == user } }

        mutating func add(_ user: Int) {
            index.insert(hash(user), line: users.count)
            users.append(user)
        }
    }

    @Test(
        "users are told apart whatever their hashes, while some go and others come",
        arguments: [0, 1, 7, 0xFFFF_FFFF] as [UInt32]
    )
    func collisions(mask: UInt32) {
        // All alike; of two kinds; at the end of the table, from where the search goes on at its beginning.
        var users = Users(hash: { UInt32(truncatingIfNeeded: $0 &* 0x9E37_79B1) & mask | ~mask & 0xFFFF_FF00 }
        )
        for user in 0..<300 {
            #expect(users.slot(of: user) == nil)
            users.add(user)
        }
        for user in 0..<300 where user % 3 > 0 {
            guard let slot = users.slot(of: user) else {
                Issue.record("user \(user) is lost")
                continue
            }
            #expect(users.index[slot] == user)
            users.index.remove(slot: slot)
            #expect(users.slot(of: user) == nil)
        }
        for user in 300..<900 { users.add(user) }
        for user in 0..<900 {
            let isThere = user >= 300 || user % 3 == 0
            #expect((users.slot(of: user) != nil) == isThere, "\(user)")
        }
    }

    @Test("a table in which users come and go does not grow, and a look-up of a stranger ends")
    func churn() {
        var users = Users(hash: { UInt32(truncatingIfNeeded: $0 &* 0x9E37_79B1) })
        for user in 0..<10_000 {
            users.add(user)
            if let slot = users.slot(of: user) { users.index.remove(slot: slot) }
            #expect(users.slot(of: user + 1) == nil)
        }
        #expect(users.index.slotCount == 16)
    }
}
