internal import VectorFiles

/// A case before it is known whether it was published before.
struct CaseDraft {
    var identifier: String
    var result = VectorResult.valid
    var flags: [String] = []
    /// The fields that neighbouring cases share.
    var group: [Field] = []
    var fields: [Field]

    /// What makes two cases the same: all figures and the result.
    func figures(suite: String) -> String {
        let fields = (group + fields).map { "\($0.name) \($0.figure.text)" }.sorted()
        return ([suite, result.rawValue] + fields).joined(separator: "\n")
    }
}

extension Conversion {
    /// Converts the cases of one published file, and leaves out those that another file had before.
    ///
    /// `published` is the count of cases that the file has, counted apart from the drafts, `leftOut` those of them that
    /// there is no draft of; `names` are what the
    /// figures are said to come from, where that is not the file itself.
    mutating func convert(
        _ drafts: [CaseDraft],
        published: Int,
        leftOut: [(count: Int, reason: String)] = [],
        origin: String,
        suite: String,
        to destination: String,
        origins names: [String]? = nil
    ) throws {
        var file = ConvertedFile(name: destination, suite: suite)
        for name in names ?? [origin] { file.addOrigin(name) }
        var group: String?
        var repeated: [(count: Int, reason: String)] = []
        for draft in drafts {
            // What a standard itself has is never left out.
            let figures = (names == nil ? "" : "\(origin)\n") + draft.figures(suite: suite)
            let first = origins[figures, default: origin]
            origins[figures] = first
            guard first == origin else {
                let reason = "the same figures as in \(first)"
                if let index = repeated.firstIndex(where: { $0.reason == reason }) {
                    repeated[index].count += 1
                } else {
                    repeated.append((1, reason))
                }
                continue
            }
            let heading = draft.group.map { "\($0.name) \($0.figure.text)" }.joined(separator: "\n")
            if heading != group { file.beginGroup(draft.group) }
            group = heading
            file.addCase(draft.identifier, draft.result, flags: draft.flags, draft.fields)
        }
        try ledger.book(
            origin,
            cases: published,
            converted: [(file.caseCount, destination)],
            leftOut: leftOut + repeated
        )
        if file.caseCount > 0 { add(file) }
    }
}
