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
        let system = firstLine(of: ["sh", "-c", ". /etc/os-release; echo $PRETTY_NAME"])
        let python =
            "import cryptography; from cryptography.hazmat.backends.openssl import backend; "
            + "print('cryptography', cryptography.__version__, 'with', backend.openssl_version_text())"
        return Machine(facts: [
            Fact(
                name: "Processor",
                value: "\(processor), \(ProcessInfo.processInfo.activeProcessorCount) cores"
            ),
            Fact(name: "System", value: system),
            Fact(name: "Compiler", value: firstLine(of: ["swift", "--version"])),
            Fact(name: "OpenSSL, as a library", value: firstLine(of: ["python3", "-c", python])),
            Fact(name: "OpenSSL, as a command", value: firstLine(of: ["openssl", "version"])),
            Fact(name: "BoringSSL", value: "swift-crypto \(version(of: "swift-crypto"))"),
            Fact(name: "swift-certificates", value: version(of: "swift-certificates")),
            Fact(name: "GnuTLS", value: firstLine(of: ["certtool", "--version"])),
        ])
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
