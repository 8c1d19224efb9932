/// How a server stands before a change, so that what is wrong already is none of the change's business.
package struct ServerStanding: Equatable, Sendable {
    /// What it complains of.
    var complaints: ServerComplaints = .none
    /// When it last took up its files, in its own words: it does so a moment after a reload, which is only a signal.
    var loadTime = ""
    /// Why clients refuse it for what is in its files.
    var clientFault: ClientFault?
    /// Whether it serves the certificate in its file; `nil` if nobody looked, since the change will make it so.
    var serving: ServingVerdict?
    /// What came of a trial of a stopped one; `nil` if there was none.
    var trial: TrialVerdict?
}
