internal import PostgresConfiguration
internal import TextEncodings

/// What tells a node from others of its host.
package struct ShownNode: Equatable, Sendable {
    /// What it runs.
    package let role: NodeLayout.Role
    /// The major version of a PostgreSQL.
    package let majorVersion: Int?
    /// The folder of a PostgreSQL's data.
    package let dataFolder: String?
    /// Its `postgresql.conf` or `pgpool.conf`.
    package let configuration: String
    /// Whether its server runs; `nil` where that is not seen.
    package let isRunning: Bool?
    /// The port of a server that runs.
    package let port: Int?

    /// One line.
    package var line: String {
        let place = dataFolder ?? configuration
        let what = role == .postgres ? "PostgreSQL" + (majorVersion.map { " \($0)" } ?? "") : "Pgpool-II"
        let state = port.map { ", port \($0)" } ?? (isRunning == false ? ", not running" : "")
        return "\(what) at \(printable(place))\(state)"
    }
}

extension Node {
    /// What tells it from others.
    package var shown: ShownNode {
        switch server {
        case .postgres(let postgres):
            let isRunning = try? postgres.isRunning
            return ShownNode(
                role: .postgres,
                majorVersion: layout.majorVersion,
                dataFolder: layout.dataFolder,
                configuration: layout.configuration,
                isRunning: isRunning,
                port: isRunning == true ? port : nil
            )
        case .pgpool:
            // One that is not seen may run all the same.
            let isRunning = runningPgpool == nil ? nil : true
            return ShownNode(
                role: .pgpool,
                majorVersion: nil,
                dataFolder: nil,
                configuration: layout.configuration,
                isRunning: isRunning,
                port: isRunning == true ? port : nil
            )
        }
    }
}
