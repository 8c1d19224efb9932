import Foundation
import PKIX
import RSACryptography
import Sampling
import SecretMemory

/// More and more of the same work.
enum Growth {
    private static let userCounts = [0, 1000, 3000, 10_000, 30_000, 100_000]
    /// The distribution's rewrites the file for each user: 4,000 take it 11 seconds and 1 GB.
    private static let userCountsOfPeer = [0, 250, 500, 1000, 2000]
    private static let ruleCounts = [0, 100, 300, 1000, 3000, 10_000, 30_000, 100_000]
    private static let roleCounts = [0, 100, 300, 1000, 3000, 10_000]
    private static let amounts = [0, 10, 30, 100, 300, 1000, 3000, 10_000]

    static func measureAll() throws {
        let own = Bundle.main.executablePath ?? CommandLine.arguments[0]
        for count in userCounts { try measureUsers(by: .ours, Tools.path("pg_enc"), count) }
        if FileManager.default.isExecutableFile(atPath: Tools.distributedPgEnc) {
            for count in userCountsOfPeer { try measureUsers(by: .pgEnc, Tools.distributedPgEnc, count) }
        }
        for count in ruleCounts { try measureRules(count) }
        for count in roleCounts { try measureRoles(count) }
        try withFolder { folder in
            let authority = try Authority()
            let key = "\(folder)/key.pem"
            try Data(authority.keyText.utf8).write(to: URL(fileURLWithPath: key))
            for count in amounts {
                let work = "names in a certificate, made and read \(ChildWork.repetitions) times"
                try measure(work, by: .ours, count) { [own, "names", key, "\(count)"] }
            }
            let certificate = try authority.certificate(names: 1).pemText
            for count in amounts {
                let bundle = "\(folder)/\(count).pem"
                try Data(String(repeating: certificate, count: count).utf8)
                    .write(to: URL(fileURLWithPath: bundle))
                let work = "certificates in a bundle"
                try measure(work, by: .ours, count) { [own, "bundle", bundle] }
                try measure(work, by: .swiftCertificates, count) { [own, "peer-bundle", bundle] }
            }
        }
    }

    /// How often each amount is measured.
    private static let repetitions = 5

    private static func measureUsers(by contender: Contender, _ program: String, _ count: Int) throws {
        for _ in 0..<repetitions {
            try withFolder { folder in
                let node = try PgpoolNode(in: folder, userCount: count)
                try sample(
                    "users that pg_enc writes",
                    by: contender,
                    count,
                    node.writingAll(program),
                    in: folder
                )
            }
        }
    }

    private static func measureRules(_ count: Int) throws {
        try withFolder { folder in
            let node = try PostgresNode(in: folder, ruleCount: count)
            // A key on a curve takes as good as no time, and that of RSA is left to chance.
            let install = ["install", "--dry-run", "--all-rules", "--key-type", "ecdsa-p256"]
            for (work, words) in [
                ("rules that install would turn", install), ("rules that status judges", ["status"]),
            ] {
                // That the node is not encrypted is what `status` ends with.
                for _ in 0..<repetitions {
                    try sample(work, by: .ours, count, node.command(words), in: folder, endingWith: [0, 2])
                }
            }
        }
    }

    private static func measureRoles(_ count: Int) throws {
        try withFolder { folder in
            let node = try RolesNode(in: folder, roleCount: count)
            for _ in 0..<repetitions {
                let work = "roles whose passwords status compares"
                try sample(work, by: .ours, count, node.status, in: folder, endingWith: [0, 2])
            }
        }
    }

    private static func measure(
        _ work: String,
        by contender: Contender,
        _ amount: Int,
        _ command: () -> [String]
    ) throws {
        for _ in 0..<repetitions {
            try withFolder { try sample(work, by: contender, amount, command(), in: $0) }
        }
    }

    /// Runs a program once; by `time`, since a process that this one starts begins with the peak of this one's memory.
    private static func sample(
        _ work: String,
        by contender: Contender,
        _ amount: Int,
        _ command: [String],
        in folder: String,
        endingWith statuses: Set<Int32> = [0]
    ) throws {
        let output = "\(folder)/peak"
        let timing = ["time", "--quiet", "--format", "%M", "--output", output]
        let usage = try run(timing + command, endingWith: statuses)
        let kibibytes = try String(contentsOfFile: output, encoding: .utf8)
        Samples.append(
            growth: work,
            by: contender,
            amount: amount,
            processor: usage.processor,
            peakMemory: 1024 * (Int(kibibytes.dropLast()) ?? 0)
        )
    }
}
