import Foundation
import Glibc
import TestSupport
import Testing

/// Configurations that are called otherwise, and nodes that are no more.
@Suite(
    "postgres-ssl on clusters of unusual places",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LivePlacesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The tool with some of its options changed.
    private func run(
        _ command: [String],
        on cluster: PostgresCluster,
        _ changes: [String: String]
    ) throws -> Program.Outcome {
        let tool = try PostgresSSLRun(in: cluster.folder, port: cluster.port, folder)
        var options = tool.options
        for (name, value) in changes {
            let place = try #require(options.firstIndex(of: name))
            options[place + 1] = value
        }
        return try tool.program.run(command + options, input: [])
    }

    @Test("a configuration of another name is the server's by its command line", arguments: [true, false])
    func otherName(isElsewhere: Bool) throws {
        let cluster = try PostgresCluster(rules: ["host all all all md5"])
        let home = isElsewhere ? "elsewhere" : "data"
        if isElsewhere {
            try #require(mkdir(cluster.folder.path(home), 0o755) == 0)
            try ServerAccount.give(cluster.folder.path(home))
        }
        let places =
            "hba_file = '\(cluster.folder.path("data/pg_hba.conf"))'\n"
            + "ident_file = '\(cluster.folder.path("data/pg_ident.conf"))'\n"
        let path = cluster.folder.path(home + "/main.conf")
        try cluster.folder.write(
            try cluster.folder.text("data/postgresql.conf") + places,
            to: home + "/main.conf"
        )
        try ServerAccount.give(path)
        unlink(cluster.folder.path("data/postgresql.conf"))
        let before = try cluster.folder.read(home + "/main.conf")
        let data = cluster.folder.path("data")
        let installed = try run(["install", "--data", data], on: cluster, ["--configuration": path])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(installed.text.contains("\nproved: a trial server of the same program served it\n"))
        // The server's own words, by the command line that it is started with.
        let server = ServerAccount.command(
            Program(path: (PostgresCluster.programs ?? "") + "/postgres"),
            ["-C", "ssl", "-D", data, "-c", "config_file=" + path]
        )
        #expect(try server.program.run(server.arguments, folder: "/").text == "on\n")
        let uninstalled = try run(["uninstall", "--data", data], on: cluster, ["--configuration": path])
        #expect(uninstalled.status == 0, "\(uninstalled.errorText)")
        #expect(try cluster.folder.read(home + "/main.conf") == before)
    }

    @Test(
        "a node whose files are gone is forgotten as its sharer is told, and takes what it was the last to use"
    )
    func gone() throws {
        let clusters = [try PostgresCluster(), try PostgresCluster()]
        let set = clusters[1].folder.path("SSL-TLS")
        // The one that stays makes what both use.
        for cluster in clusters.reversed() {
            let installed = try run(["install"], on: cluster, ["--certificates": set])
            #expect(installed.status == 0, "\(installed.errorText)")
        }
        let gone = clusters[0].folder.path("data")
        try FileManager.default.removeItem(atPath: gone)
        let kept = try run(["uninstall"], on: clusters[1], ["--certificates": set])
        #expect(kept.status == 0, "\(kept.errorText)")
        let cure = "\"postgres-ssl uninstall --configuration \(gone)/postgresql.conf\" forgets it"
        #expect(
            kept.errorText.contains("\(gone)/postgresql.conf is missing: if that node is no more, " + cure)
        )
        #expect(clusters[1].folder.names(in: "SSL-TLS/server").contains("root.key"))

        let forgotten = try run(["uninstall"], on: clusters[0], ["--certificates": set])
        #expect(forgotten.status == 0, "\(forgotten.errorText)")
        #expect(forgotten.errorText.contains("postgresql.conf is gone, and what belongs to it"))
        #expect(!clusters[1].folder.names().contains("SSL-TLS"))
        #expect(!folder.names().contains("state"))
        #expect(!clusters[0].folder.names().contains("data"))
    }
}
