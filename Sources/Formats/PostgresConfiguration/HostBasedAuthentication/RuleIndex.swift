/// What rules cover, to be asked of a further one: for each address, database and user that stand in one rule together,
/// the kinds of connections of which the rule takes them all.
///
/// A rule covers another one's address, database or user where it has the same, or one that is wider. The wider ones
/// of a given one are few (``addresses(covering:_:)``, ``databases(covering:)``, ``users(covering:)``), so that they
/// are looked up one by one.
struct RuleIndex {
    private struct Key: Hashable {
        let address: Int32
        let database: Int32
        let user: Int32
    }

    private enum Address: Hashable {
        case local, all, sameHost, sameNet
        case network(NetworkAddress)
        case name(Text)
    }

    /// A text that is equal to those of the same octets alone, as strings are where they are of ASCII.
    private enum Text: Hashable {
        case ascii(String)
        case octets([UInt8])

        /// `nil` where its octets are not known, since U+FFFD stands for octets that may differ.
        init?(_ text: String) {
            if text.utf8.allSatisfy({ $0 < 0x80 }) {
                self = .ascii(text)
            } else if text.unicodeScalars.contains("\u{FFFD}") {
                return nil
            } else {
                self = .octets(Array(text.utf8))
            }
        }
    }

    /// A database or user as far as two of them surely mean the same: quotes count only where they change something.
    private struct Name: Hashable {
        let text: Text
        let isQuoted: Bool

        init(_ text: Text, isQuoted: Bool = false) {
            self.text = text
            self.isQuoted = isQuoted
        }

        init(_ keyword: HostBasedAuthenticationKeyword) { self.init(.ascii(keyword.rawValue)) }
    }

    private let dialect: HostBasedAuthenticationDialect
    private let maximumStepCount: Int
    private var entries: [Key: ConnectionKinds] = [:]
    private var addressNumbers: [Address: Int32] = [:]
    private var nameNumbers: [Name: Int32] = [:]
    /// The masks of all networks so far, each once.
    private var masks: [NetworkAddress.Family: [UInt128]] = [:]
    private var knownMasks: [NetworkAddress.Family: Set<UInt128>] = [:]

    /// The look-ups and entries so far.
    private(set) var stepCount = 0
    /// Whether there would have been more of them than may be.
    private(set) var isExhausted = false

    /// - Parameter ruleCount: about how many rules will be inserted.
    init(dialect: HostBasedAuthenticationDialect, maximumStepCount: Int, ruleCount: Int = 0) {
        self.dialect = dialect
        self.maximumStepCount = maximumStepCount
        entries.reserveCapacity(ruleCount)
        addressNumbers.reserveCapacity(ruleCount)
        nameNumbers.reserveCapacity(ruleCount)
    }

    /// The kinds of connections of which some can get past all rules so far and then fit `record`; all of its kinds
    /// where too much was asked already.
    ///
    /// - Parameter only: the family of addresses that is asked for; `nil` for both.
    mutating func kindsReaching(
        _ record: HostBasedAuthenticationRecord,
        only: NetworkAddress.Family? = nil
    ) -> ConnectionKinds {
        let kinds = record.type.connections
        if isExhausted { return kinds }
        var reached: ConnectionKinds = []
        let users = record.users.map { self.users(covering: $0) }
        let families: [NetworkAddress.Family?] = kinds == .local ? [nil] : NetworkAddress.Family.allCases
        for family in families where family == nil || record.reaches(family) {
            if let only, family != only { continue }
            let addresses = addresses(covering: record.address, family)
            for database in record.databases {
                let databases = databases(covering: database)
                for users in users {
                    reached.formUnion(left(of: kinds, addresses, databases, users))
                    if reached == kinds || isExhausted { return kinds }
                }
            }
        }
        return reached
    }

    /// What is left of `kinds` without those that are covered by one of each.
    private mutating func left(
        of kinds: ConnectionKinds,
        _ addresses: [Int32],
        _ databases: [Int32],
        _ users: [Int32]
    ) -> ConnectionKinds {
        var left = kinds
        takeSteps(1)
        for address in addresses {
            for database in databases {
                for user in users where !left.isEmpty {
                    takeSteps(1)
                    let key = Key(address: address, database: database, user: user)
                    left.subtract(entries[key] ?? [])
                }
            }
        }
        return left
    }

    /// Adds what `record` covers.
    mutating func insert(_ record: HostBasedAuthenticationRecord) {
        let (count, overflows) = record.databases.count.multipliedReportingOverflow(by: record.users.count)
        takeSteps(overflows ? .max : count)
        guard !isExhausted, let address = addressNumber(of: record) else { return }
        let databases = record.databases.compactMap { number(of: databaseName($0)) }
        let users = record.users.compactMap { number(of: userName($0)) }
        for database in databases {
            for user in users {
                let key = Key(address: address, database: database, user: user)
                entries[key, default: []].formUnion(record.type.connections)
            }
        }
    }

    /// Counts work on these rules that is done elsewhere, too.
    mutating func takeSteps(_ count: Int) {
        if count > maximumStepCount - stepCount { isExhausted = true } else { stepCount += count }
    }

    // MARK: Addresses

    private mutating func addressNumber(of record: HostBasedAuthenticationRecord) -> Int32? {
        let key: Address
        switch record.address {
        case nil: key = .local
        case .all: key = .all
        case .sameHost: key = .sameHost
        case .sameNet: key = .sameNet
        case .network(let network):
            key = .network(network.masked(by: network.maskBits))
            if knownMasks[network.family, default: []].insert(network.maskBits).inserted {
                masks[network.family, default: []].append(network.maskBits)
            }
        case .name(let name):
            guard let text = Text(name) else { return nil }
            key = .name(text)
        }
        return Self.number(of: key, in: &addressNumbers)
    }

    /// The addresses so far that take all of `address`, as far as it is of that family.
    private mutating func addresses(
        covering address: HostBasedAuthenticationRecord.Address?,
        _ family: NetworkAddress.Family?
    ) -> [Int32] {
        guard let address, let family else { return known([.local]) }
        let everything = Address.network(.everything(of: family))
        switch address {
        case .all: return known([.all, everything])
        case .sameHost: return known([.all, .sameHost, .sameNet, everything])
        case .sameNet: return known([.all, .sameNet, everything])
        case .name(let name):
            return known([.all, everything] + (Text(name).map { [.name($0)] } ?? []))
        case .network(let network):
            let masks = masks[family] ?? []
            takeSteps(masks.count)
            guard !isExhausted else { return [] }
            let wider = masks.filter { $0 & ~network.maskBits == 0 }
            return known([.all] + wider.map { .network(network.masked(by: $0)) })
        }
    }

    private func known(_ addresses: [Address]) -> [Int32] { addresses.compactMap { addressNumbers[$0] } }

    // MARK: Databases and users

    private func databases(covering database: HostBasedAuthenticationToken) -> [Int32] {
        if dialect != .pgpool {
            // Physical replication matches only its own keyword.
            if database.keyword == .replication { return known([Name(.replication)]) }
            if database.keyword == .sameUser {
                return known(([.all] + HostBasedAuthenticationKeyword.fittingOwnDatabase).map { Name($0) })
            }
        }
        return known([Name(.all)] + (databaseName(database).map { [$0] } ?? []))
    }

    private func users(covering user: HostBasedAuthenticationToken) -> [Int32] {
        known([Name(.all)] + (userName(user).map { [$0] } ?? []))
    }

    private func databaseName(_ token: HostBasedAuthenticationToken) -> Name? {
        name(token, keywords: HostBasedAuthenticationKeyword.allCases, hasGroups: true)
    }

    private func userName(_ token: HostBasedAuthenticationToken) -> Name? {
        name(token, keywords: [.all, .replication], hasGroups: dialect != .pgpool)
    }

    private func name(
        _ token: HostBasedAuthenticationToken,
        keywords: [HostBasedAuthenticationKeyword],
        hasGroups: Bool
    ) -> Name? {
        guard let text = Text(token.text) else { return nil }
        // Without quotes two of the same octets are the same.
        if !token.isQuoted { return Name(text) }
        let octets = token.text.utf8
        let isSpecial =
            keywords.contains { $0.rawValue.utf8.elementsEqual(octets) } || octets.first == UInt8(ascii: "@")
            || (hasGroups && octets.first == UInt8(ascii: "+"))
        return Name(text, isQuoted: isSpecial)
    }

    private func known(_ names: [Name]) -> [Int32] {
        // A rule for everyone asks for one name twice.
        let numbers = names.compactMap { nameNumbers[$0] }
        return numbers.first == numbers.last ? Array(numbers.prefix(1)) : numbers
    }

    private mutating func number(of name: Name?) -> Int32? {
        name.map { Self.number(of: $0, in: &nameNumbers) }
    }

    // MARK: Numbers

    /// The number of `key`, a new one where it has none.
    private static func number<Item: Hashable>(of key: Item, in numbers: inout [Item: Int32]) -> Int32 {
        if let number = numbers[key] { return number }
        let number = Int32(numbers.count)
        numbers[key] = number
        return number
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether it has any address of that family.
    fileprivate func reaches(_ family: NetworkAddress.Family?) -> Bool {
        if case .network(let network) = address { network.family == family } else { true }
    }
}

extension NetworkAddress {
    /// The network of that mask around the address.
    fileprivate func masked(by mask: UInt128) -> NetworkAddress {
        NetworkAddress(family: family, bits: bits & mask, maskBits: mask)
    }

    /// The network that every address of the family belongs to.
    fileprivate static func everything(of family: Family) -> NetworkAddress {
        NetworkAddress(family: family, bits: 0, maskBits: 0)
    }
}
