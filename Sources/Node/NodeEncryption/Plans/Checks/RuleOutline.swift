internal import PostgresConfiguration

/// What nearly all pairs of rules are told apart by: taken of each rule once, since they are compared by the million.
struct RuleOutline {
    /// The place of the rule.
    let place: Int
    let type: HostBasedAuthenticationRecord.ConnectionType
    let method: String
    private let address: HostBasedAuthenticationRecord.Address?
    /// The method, where those that ask for the same password are one.
    private let proof: String
    private let asksForCertificate: Bool
    private let databaseCount: Int
    private let userCount: Int

    init(_ rule: HostBasedAuthenticationRules.Rule, at place: Int) {
        let record = rule.record
        self.place = place
        type = record.type
        method = record.method
        address = record.address
        proof = ["md5", "scram-sha-256", "password"].contains(method) ? "password" : method
        asksForCertificate = record.demandsClientCertificate
        databaseCount = rule.databases.count
        userCount = rule.users.count
    }

    /// Whether a password is not enough for it.
    var asksForMore: Bool { proof != "password" || asksForCertificate }

    /// Whether who gets in by the other one may not get in by this one, or in without what the other one asks for.
    func asksForSomethingElse(than other: Self) -> Bool {
        proof != other.proof || (asksForCertificate && !other.asksForCertificate)
    }

    /// Whether both are for some address, or both for sockets.
    func sharesOrigins(with other: Self) -> Bool {
        SampleConnection.Origin.areShared(by: address, other.address)
    }

    /// How many pairs of databases there are in both, times those of users.
    func nameProduct(with other: Self) -> Int {
        let (databases, isTooMany) = databaseCount.multipliedReportingOverflow(by: other.databaseCount)
        let (names, isTooManyNames) = databases.multipliedReportingOverflow(by: userCount)
        let (product, isMore) = names.multipliedReportingOverflow(by: other.userCount)
        return isTooMany || isTooManyNames || isMore ? 1 << 32 : min(product, 1 << 32)
    }
}
