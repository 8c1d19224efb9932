/// How a running server stands before a change, so that what is wrong already is none of the change's business.
package struct ServerStanding: Equatable, Sendable {
    /// What it complains of.
    let complaints: ServerComplaints
    /// When it last took up its files, in its own words: it does so a moment after a reload, which is only a signal.
    let loadTime: String
    /// Why clients refuse it for what is in its files.
    let clientFault: ClientFault?
    /// Whether it serves the certificate in its file; `nil` if nobody looked, since the change will make it so.
    let serving: ServingVerdict?
}
