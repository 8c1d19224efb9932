package import PKIX

/// That a certificate has other names than the one whose place it took.
package struct NameChange: Equatable, Sendable {
    /// Those of the old certificate, by which clients found its subject.
    package let before: [GeneralName]
    /// Those of the new one.
    package let after: [GeneralName]

    /// `nil` where there was no certificate, or the names are the same.
    package init?(from old: Certificate?, to new: Certificate) {
        guard let old, Set(old.soughtNames.map(\.folded)) != Set(new.soughtNames.map(\.folded)) else {
            return nil
        }
        before = old.soughtNames
        after = new.soughtNames
    }

    /// The names before and after, a line each.
    package var lines: [String] {
        ["names before: \(Self.text(before))", "names after: \(Self.text(after))"]
    }

    /// Names as openssl lists them, fit for a terminal.
    static func text(_ names: [GeneralName]) -> String {
        names.isEmpty ? "none" : names.map { "\($0)" }.joined(separator: ", ")
    }
}
