import Foundation
import Measuring

/// The distribution's program; ours goes by the same name and stands before it on the path.
private let distributed = "/usr/sbin/pg_enc"

func passwordToolRows() throws {
    let contenders = [(Contender.ours, "pg_enc")] + (isInstalled(distributed) ? [(.pgEnc, distributed)] : [])
    for (contender, program) in contenders {
        measure("pg_enc, one entry printed", by: contender, samples: 100, clock: .wall) {
            try run([program, "-K", "key", "password"])
        }
        measure("pg_enc, one entry written", by: contender, samples: 100, clock: .wall) {
            try withNode(userCount: 0) {
                try run([program, "-f", $0.configuration, "-K", "key", "-m", "-u", "user", "password"])
            }
        }
    }
    // The distribution's rewrites the file for each user, so that 2,000 is as far as it is asked to go.
    for (userCount, limit) in [(1000, 10), (2000, 5), (10_000, 5), (100_000, 3)] {
        for (contender, program) in contenders where contender == .ours || userCount <= 2000 {
            measure("pg_enc, \(userCount) users written", by: contender, samples: limit, clock: .wall) {
                try withNode(userCount: userCount) {
                    try run([program, "-f", $0.configuration, "-K", "key", "-m", "-i", $0.users])
                }
            }
        }
    }
}

/// The files of a Pgpool-II node, and a file of users to write.
private struct Node {
    let configuration: String
    let users: String
}

private func withNode(userCount: Int, _ body: (Node) throws -> Void) throws {
    try withFolder { folder in
        let node = Node(configuration: "\(folder)/pgpool.conf", users: "\(folder)/users")
        try Data("pool_passwd = 'pool_passwd'\n".utf8).write(to: URL(fileURLWithPath: node.configuration))
        try Data().write(to: URL(fileURLWithPath: "\(folder)/pool_passwd"))
        let lines = (0..<userCount).map { "user\($0):password\($0)\n" }.joined()
        try Data(lines.utf8).write(to: URL(fileURLWithPath: node.users))
        try body(node)
    }
}
