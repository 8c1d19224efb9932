import Measuring
import Sampling

/// What a run takes that does nothing: each tool beside the two programs that it is judged by.
func startRows(_ rows: inout Rows) {
    // pg_enc knows no version, as the original does not.
    let starts = [("selfcertgen", "--version"), ("postgres-ssl", "--version"), ("pg_enc", "--help")]
    for (tool, argument) in starts {
        let row = "Whole processes/start and end of \(tool)"
        rows.measurePrograms(row, by: .ours, samples: 100) { try run([Tools.path(tool), argument]) }
        rows.measurePrograms(row, by: .openSSL, samples: 100) { try run(["openssl", "version"]) }
        rows.measurePrograms(row, by: .gnuTLS, samples: 100) { try run(["certtool", "--version"]) }
    }
}
