import Foundation

/// What a run was made on and with.
struct Machine {
    struct Fact {
        let name: String
        let value: String
    }

    let facts: [Fact]

    /// The machine that this runs on.
    static var this: Machine {
        let processor = firstLine(of: ["sh", "-c", "grep -m1 '^model name' /proc/cpuinfo | cut -d: -f2"])
        let features = firstLine(of: [
            "sh", "-c",
            "grep -m1 '^flags' /proc/cpuinfo | tr ' ' '\\n' | "
                + "grep -xE 'aes|avx2|avx512f|avx512ifma|bmi2|adx|sha_ni|vaes' | sort | xargs",
        ])
        let system = firstLine(of: ["sh", "-c", ". /etc/os-release; echo $PRETTY_NAME"])
        let python =
            "import cryptography; from cryptography.hazmat.backends.openssl import backend; "
            + "print(backend.openssl_version_text(), 'inside cryptography', cryptography.__version__)"
        let own = firstLine(of: ["sh", "-c", "\"$BENCHMARK_TOOLS/selfcertgen\" --version"])
        return Machine(facts: [
            Fact(
                name: "Processor",
                value: "\(processor), \(ProcessInfo.processInfo.activeProcessorCount) cores, with \(features)"
            ),
            Fact(name: "System", value: system),
            Fact(name: "Ours", value: "\(own), with GMP \(installed("libgmp-dev")), compiled by \(compiler)"),
            Fact(name: "Our tools, static programs", value: sizes),
            Fact(name: "BoringSSL", value: "of swift-crypto \(version(of: "swift-crypto"))"),
            Fact(name: "swift-certificates", value: version(of: "swift-certificates")),
            Fact(
                name: "cryptography and OpenSSL, as a library",
                value: firstLine(of: ["python3", "-c", python])
            ),
            Fact(name: "OpenSSL, as a command", value: firstLine(of: ["openssl", "version"])),
            Fact(name: "GnuTLS", value: installed("libgnutls30")),
            Fact(name: "Pgpool-II", value: installed("pgpool2")),
        ])
    }

    private static var sizes: String {
        firstLine(of: [
            "sh", "-c",
            "cd \"$BENCHMARK_TOOLS\" && stat --format '%n %s' postgres-ssl pg_enc selfcertgen | "
                + "awk '{ printf \"%s%s of %.1f MiB\", (NR > 1 ? \", \" : \"\"), $1, $2 / 1048576 }'",
        ])
    }

    private static var compiler: String {
        let line = firstLine(of: ["swift", "--version"])
        return line.split(separator: " ").prefix(3).joined(separator: " ")
    }

    /// The version of a package of the system.
    private static func installed(_ package: String) -> String {
        firstLine(of: ["dpkg-query", "--show", "--showformat", "${Version}", package])
    }

    /// The version of a package that this run was built with.
    private static func version(of package: String) -> String {
        firstLine(of: [
            "python3", "-c",
            "import json; print(next(p['state']['version'] for p in json.load(open('Package.resolved'))['pins'] "
                + "if p['identity'] == '\(package)'))",
        ])
    }

    private static func firstLine(of command: [String]) -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return "not found" }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first ?? "not found"
        return line.trimmingCharacters(in: .whitespaces)
    }
}
