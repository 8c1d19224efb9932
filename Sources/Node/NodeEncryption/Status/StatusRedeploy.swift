internal import TextEncodings

extension NodeStatus {
    /// Adds which of `paths` the platform would lose when it makes the node's container anew; nothing off the platform.
    mutating func readRedeploy(_ layout: NodeLayout, of paths: [String]) {
        guard let list = (try? RedeployList(of: layout)) ?? nil else { return }
        for path in paths where !list.keeps(path) {
            guard let state = try? FileState.read(path), state != .absent else { continue }
            add(
                .redeployLoses,
                "a redeploy loses \(printable(path)), which is not on this list",
                path: layout.redeploy,
                cure: "postgres-ssl install"
            )
        }
    }
}
