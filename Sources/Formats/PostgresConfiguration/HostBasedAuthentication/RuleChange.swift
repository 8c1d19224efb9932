/// Rules before and after a change of types and methods, which may add rules.
public struct RuleChange: Sendable {
    /// The rules as they were.
    public let before: HostBasedAuthenticationRules
    /// The rules as they are afterwards.
    public let after: HostBasedAuthenticationRules
    /// The place before of each rule after; `nil` for one that was added.
    public let formerPlaces: [Int?]

    /// - Parameters:
    ///   - before: the rules as they were.
    ///   - after: the same, of which some have another type or method, and perhaps further ones.
    public init(from before: HostBasedAuthenticationRules, to after: HostBasedAuthenticationRules) {
        self.before = before
        self.after = after
        var place = 0
        formerPlaces = after.rules.indices.map { index in
            guard place < before.rules.count,
                after.rules[index].record.isForSame(as: before.rules[place].record)
            else { return nil }
            place += 1
            return place - 1
        }
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether it stands for the same users, databases and addresses.
    fileprivate func isForSame(as other: Self) -> Bool {
        users == other.users && databases == other.databases && address == other.address
    }
}
