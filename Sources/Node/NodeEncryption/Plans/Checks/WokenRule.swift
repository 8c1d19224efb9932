internal import TextEncodings

/// A rule that comes to decide about connections that it did not decide about before.
package struct WokenRule: Equatable, Sendable {
    /// The rule that decided about them.
    struct Overruled: Equatable, Sendable {
        let place: String
        let method: String
    }

    /// Where it stands.
    let place: String
    /// What it asks for.
    let method: String
    /// The user who is concerned; `nil` for everybody.
    let user: String?
    /// `nil` where no rule was read.
    let overruled: Overruled?
    /// Whether it decided about nothing before.
    let isAsleep: Bool

    private var setting: String { overruled == nil ? "Pgpool-II does not read its rules" : "TLS is off" }
    private var formerSetting: String {
        overruled == nil ? "Pgpool-II did not read its rules" : "TLS was off"
    }

    /// Why an install is refused.
    var refusal: String {
        let who = user.map { "\(printable($0)), whom" } ?? "those whom"
        let asking = method == "reject" ? "refuse them" : "ask for \(printable(method))"
        let start = "\(place): no connection was tried by this rule yet, since \(setting); it would now "
        guard let overruled else {
            let whom = user.map { printable($0) } ?? "all who come from there"
            return start + (method == "reject" ? "refuse \(whom)" : "ask for \(printable(method)) of \(whom)")
                + "; remove it if it is not meant, or put one for them before it"
        }
        return start
            + "come first for \(who) \(overruled.place) lets in by \(overruled.method), and \(asking); "
            + "put it behind that line or remove it, or remove that line if nobody needs it"
    }

    /// What the operator should know of it.
    var note: String {
        let asking = method == "reject" ? "refuses" : "asks for \(printable(method))"
        guard let overruled else {
            return
                "\(place): no connection was tried by this rule yet, since \(formerSetting); it now \(asking), "
                + "where a password was enough"
        }
        guard isAsleep else {
            return
                "\(place): this rule now \(asking) those whom \(overruled.place) let in without encryption by "
                + printable(overruled.method)
        }
        return
            "\(place): no connection was tried by this rule yet, since \(formerSetting); it now \(asking) those "
            + "whom \(overruled.place) let in by \(printable(overruled.method))"
    }
}
