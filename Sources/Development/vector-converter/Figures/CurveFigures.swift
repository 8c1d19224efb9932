/// Figures of elliptic curves: those of ECDSAVS and of the validation system for key agreement.
extension Conversion {
    /// The curves that are built, by how publishers spell them.
    private static let curves = ["P-256": "p256", "P-384": "p384", "P-521": "p521"]

    /// Key pairs: a private number and the point that it makes.
    mutating func convertCurveKeys(_ text: String, origin: String, to destination: String) throws {
        // Below the heading with the curve stands one with the method of the standard.
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let kept = lines.filter { !$0.hasPrefix("[B.4") }.joined(separator: "\n")
        try convertCurves(kept, terminal: "Qy", suite: "curve-key", origin: origin, to: destination) {
            record in
            var draft = CaseDraft(identifier: "", fields: [])
            draft.fields = [
                ("scalar", .natural(try record.figure("d"))), ("x", .natural(try record.figure("Qx"))),
                ("y", .natural(try record.figure("Qy"))),
            ]
            return draft
        }
    }

    /// Points, on the curve and not.
    mutating func convertCurvePoints(_ text: String, origin: String, to destination: String) throws {
        try convertCurves(text, terminal: "Result", suite: "curve-point", origin: origin, to: destination) {
            record in
            var draft = try CaseDraft(verdictOf: record, flags: ["1": "OutOfRange", "2": "NotOnCurve"])
            draft.fields = [
                ("x", .natural(try record.figure("Qx"))), ("y", .natural(try record.figure("Qy"))),
            ]
            return draft
        }
    }

    /// Signatures to verify: all good ones where the file says nothing of them.
    mutating func convertCurveSignatures(_ text: String, origin: String, to destination: String) throws {
        try convertCurves(text, terminal: "S", suite: "ecdsa-verify", origin: origin, to: destination) {
            record in
            var draft = CaseDraft(identifier: "", fields: [])
            if record.figures["Result"] != nil {
                let flags = ["1": "MessageChanged", "2": "RChanged", "3": "SChanged", "4": "KeyChanged"]
                draft = try CaseDraft(verdictOf: record, flags: flags)
            }
            let digest = try record.headingParts().last ?? ""
            draft.group = [("digest", .word(try digestWord(digest, origin: origin)))]
            draft.fields = [
                ("x", .natural(try record.figure("Qx"))), ("y", .natural(try record.figure("Qy"))),
                ("message", .hexadecimal(try record.figure("Msg"))),
                ("r", .natural(try record.figure("R"))), ("s", .natural(try record.figure("S"))),
            ]
            return draft
        }
    }

    /// Agreements of two static keys, of which one is ours.
    mutating func convertCurveAgreements(_ text: String, origin: String, to destination: String) throws {
        try convertCurves(text, terminal: "Result", suite: "ecdh", origin: origin, to: destination) {
            record in
            let flags = [
                "1": "OtherKeyChanged", "2": "OtherKeyChanged", "5": "OwnKeyChanged", "6": "OwnKeyChanged",
                "7": "OwnKeyChanged", "8": "SecretChanged", "13": "LeadingZero",
            ]
            var draft = try CaseDraft(verdictOf: record, flags: flags)
            draft.fields = [
                ("scalar", .natural(try record.figure("dsIUT"))),
                ("own-x", .natural(try record.figure("QsIUTx"))),
                ("own-y", .natural(try record.figure("QsIUTy"))),
                ("x", .natural(try record.figure("QsCAVSx"))), ("y", .natural(try record.figure("QsCAVSy"))),
                ("secret", .hexadecimal(try record.figure("Z"))),
            ]
            return draft
        }
    }

    /// Converts the cases on curves that are built; `draft` says what a case has besides its curve.
    private mutating func convertCurves(
        _ text: String,
        terminal: String,
        suite: String,
        origin: String,
        to destination: String,
        draft: (CAVSFile.Record) throws -> CaseDraft
    ) throws {
        let file = try CAVSFile(text, origin: origin, terminal: terminal)
        var drafts: [CaseDraft] = []
        var otherCurves = 0
        for (index, record) in file.records.enumerated() {
            guard let curve = Conversion.curves[try record.headingParts()[0]] else {
                otherCurves += 1
                continue
            }
            var made = try draft(record)
            made.identifier = String(index + 1)
            made.group.insert(("curve", .word(curve)), at: 0)
            drafts.append(made)
        }
        try convert(
            drafts,
            published: file.published,
            leftOut: [(otherCurves, "on a curve that is not built")],
            origin: origin,
            suite: suite,
            to: destination
        )
    }
}

extension CAVSFile.Record {
    /// The last heading by its parts: a curve, and a digest where the file has one.
    ///
    /// Key agreement has parameter sets for headings, each with one curve.
    fileprivate func headingParts() throws -> [String] {
        let sets = ["ea": "P-192", "eb": "P-224", "ec": "P-256", "ed": "P-384", "ee": "P-521"]
        guard let heading = headings["direction"] else {
            throw ConversionError.unknown("a case without a heading", file: origin)
        }
        let parts = heading.split { $0 == "," || $0 == " " }.map(String.init).filter { $0 != "-" }
        guard let first = parts.first else {
            throw ConversionError.unknown("a heading without a curve", file: origin)
        }
        return [sets[first] ?? first.uppercased()] + parts.dropFirst()
    }
}

extension CaseDraft {
    /// A case by its verdict: `P` or `F`, with a number that says what was changed.
    fileprivate init(verdictOf record: CAVSFile.Record, flags: [String: String]) throws {
        let result = try record.figure("Result")
        self.init(identifier: "", result: result.hasPrefix("P") ? .valid : .invalid, fields: [])
        guard result.hasPrefix("P") || result.hasPrefix("F"), let opening = result.firstIndex(of: "(") else {
            throw ConversionError.unknown("the result \(result)", file: record.origin)
        }
        let number = String(result[result.index(after: opening)...].prefix { $0.isNumber })
        guard number != "0" else { return }
        guard let flag = flags[number] else {
            throw ConversionError.unknown("the result \(result)", file: record.origin)
        }
        self.flags = [flag]
    }
}
