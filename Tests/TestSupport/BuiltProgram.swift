import Glibc

extension Program {
    /// The program of this package of that name, as it was built with the tests.
    public static func built(_ name: String) throws -> Program {
        // The tests' own program lies in the folder in which all products are.
        let own = CommandLine.arguments[0]
        let folder = own.lastIndex(of: "/").map { String(own[..<$0]) } ?? "."
        let program = Program(path: folder + "/" + name)
        guard access(program.path, X_OK) == 0 else {
            throw ProgramNotStarted(path: program.path, errno: errno)
        }
        return program
    }

    /// The program of this package of that name, as `Scripts/tools` built it to be released; nil where it has not.
    public static func released(_ name: String) -> Program? {
        let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let program = Program(path: "/\(package)/.build-static/tools/\(name)")
        return access(program.path, X_OK) == 0 ? program : nil
    }
}
