package import DurableFiles

/// Who the files of a node belong to.
package enum ServerOwner {
    /// The owner that was given; else for root the account that the servers run as, where there is one; else `nil`,
    /// which is whoever runs.
    package static func find(given text: String?) throws(NodePlatformError) -> FileOwner? {
        if let text { return try Accounts.ofThisHost().owner(text) }
        guard FileOwner.runningIsRoot else { return nil }
        return try Accounts.ofThisHost().user(named: Platform.serverAccount)?.owner
    }
}
