package import SecretMemory

/// The one kind of step that is not a file: a change to the stored password of a database role.
package struct RoleChange: Equatable, Sendable {
    /// The role's name.
    package let user: String
    /// What is stored before, as the server has it; `nil` if the role has no password.
    package let before: SharedSecret?
    /// What should be stored: a SCRAM secret or, when a change is undone, whatever was there.
    package let after: SharedSecret?

    /// Makes a step from what is stored to `after`.
    package init(user: String, before: SharedSecret?, after: SharedSecret?) {
        self.user = user
        self.before = before
        self.after = after
    }
}
