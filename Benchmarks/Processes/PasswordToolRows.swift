import Foundation
import Measuring
import Sampling

func passwordToolRows(_ rows: inout Rows) {
    var contenders = [(Contender.ours, Tools.path("pg_enc"))]
    if FileManager.default.isExecutableFile(atPath: Tools.distributedPgEnc) {
        contenders.append((.pgEnc, Tools.distributedPgEnc))
    }
    for (contender, program) in contenders {
        rows.measurePrograms("Whole processes/pg_enc prints an entry", by: contender, samples: 100) {
            try run([program, "-K", "key", "password"])
        }
        rows.measurePrograms("Whole processes/pg_enc writes an entry", by: contender, samples: 100) {
            try withFolder { try run(PgpoolNode(in: $0, userCount: 0).writingOne(program)) }
        }
    }
    // The distribution's rewrites the file for each user, so that its time grows with the square: 4,000 take it 11
    // seconds and 1 GB, and it is asked for no more than 2,000.
    for (userCount, samples) in [(1000, 10), (2000, 5), (10_000, 10), (100_000, 5), (1_000_000, 5)] {
        for (contender, program) in contenders where contender == .ours || userCount <= 2000 {
            let row = "Whole processes/pg_enc writes \(userCount) users"
            rows.measurePrograms(row, by: contender, samples: samples) {
                try withFolder { try run(PgpoolNode(in: $0, userCount: userCount).writingAll(program)) }
            }
        }
    }
    rows.measurePrograms(
        "Whole processes/pg_enc writes one user more than 1000000",
        by: .ours,
        samples: 5
    ) {
        try withFolder { folder in
            let node = try PgpoolNode(in: folder, userCount: 1_000_000)
            _ = try run(node.writingAll(Tools.path("pg_enc")))
            return try run(node.writingOne(Tools.path("pg_enc")))
        }
    }
}
