internal import NodePlatform
internal import TextEncodings

extension NodeOptions {
    /// Those that were given to find the node by, each behind a blank, for another command about it: as a shell and a
    /// line take them. The operator's own commands are left out: they may hold a password.
    var shownPlaces: String {
        let values = [
            ("--role", role), ("--configuration", configuration), ("--data", data), ("--cluster", cluster),
            ("--hba", hba), ("--pool-passwd", poolPasswd), ("--pool-key", poolKey),
            ("--certificates", certificates), ("--redeploy", redeploy), ("--metainf", metainf),
            ("--owner", owner), ("--server-version", serverVersion.map(String.init)), ("--state", state),
            ("--server", server), ("--backend-root", backendRoot),
        ]
        return values.map { name, value in value.map { " \(name) \(Quoting.shellWord($0))" } ?? ""
        }
        .joined()
    }
}
