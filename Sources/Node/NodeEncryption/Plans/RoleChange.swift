package import SecretMemory

/// A step of a plan that is no file: what is stored as the password of a role of the database.
package struct RoleChange: Equatable, Sendable {
    /// The role's name.
    package let user: String
    /// What is stored before, as the server has it; `nil` where the role has no password.
    package let before: SharedSecret?
    /// What shall be stored: a SCRAM secret, or in taking a change back whatever was there.
    package let after: SharedSecret?

    /// A step from what is stored to `after`.
    package init(user: String, before: SharedSecret?, after: SharedSecret?) {
        self.user = user
        self.before = before
        self.after = after
    }
}
