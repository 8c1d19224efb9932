/// The words of the database and user fields of an HBA file that mean more than the database or role of that name.
///
/// They do so only without quotes; within quotes each is a name like any other. The address field has words of its own.
public enum HostBasedAuthenticationKeyword: String, Sendable, Hashable, CaseIterable {
    /// Every database but that of physical replication, or every user.
    case all
    /// Physical replication, in place of a database.
    case replication
    /// The database that has the user's name.
    case sameUser = "sameuser"
    /// The databases that have the name of a role that the user is a member of.
    case sameRole = "samerole"
    /// The older word for ``sameRole``.
    case sameGroup = "samegroup"

    /// The words that every user's own database fits, since everyone is a member of his own role.
    static let fittingOwnDatabase: [HostBasedAuthenticationKeyword] = [.sameUser, .sameRole, .sameGroup]
}
