internal import ToolSupport

/// Does something; kept while the commands are taken apart.
func failing<Result>(_ body: () throws -> Result) throws -> Result { try body() }

/// Writes a line to standard output.
func show(_ line: String) throws {
    try StandardStream.output.write(line + "\n")
}
