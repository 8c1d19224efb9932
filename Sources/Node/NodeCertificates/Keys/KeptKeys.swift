internal import PKIX

extension NodeSettings {
    /// One line that names those whose keys stay although a key of another kind was asked for; `nil` where there are
    /// none.
    ///
    /// - Parameter remedy: what makes them again, as "give --force to make all again".
    package func note(onKeysKept members: [SetReport.Member], remedy: String) -> String? {
        guard let keyType else { return nil }
        let kept = members.filter { member in
            if case .made = member.action { return false }
            return NewKey(like: member.certificate.subjectPublicKeyInfo)?.type != keyType
        }
        guard !kept.isEmpty else { return nil }
        let names = kept.map { "\($0.role) (\($0.certificate.subjectPublicKeyInfo.kind))" }
        return "\(KeyType.option) \(keyType.rawValue) is for keys that are made, and these stay: "
            + "\(names.joined(separator: ", ")); \(remedy)"
    }
}
