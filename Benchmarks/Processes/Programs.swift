import Foundation

/// A program that ended otherwise than it should.
struct ProgramFailure: Error {
    let command: [String]
    let status: Int32
}

/// Runs a program by its name to its end, with nothing shown of what it prints.
func run(_ command: [String], environment: [String: String] = [:]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw ProgramFailure(command: command, status: process.terminationStatus)
    }
}

/// Whether a program is there.
func isInstalled(_ program: String) -> Bool {
    (try? run(["sh", "-c", "command -v \(program)"])) != nil
}

/// A folder of its own below the system's one for temporary files, gone after `body`.
func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
}
