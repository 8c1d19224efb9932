internal import ArgumentParser
internal import Glibc
internal import ToolParsing
internal import ToolSupport
internal import VectorFiles
internal import VectorSuites

/// Runs every published case and reports.
struct Vectors: Tool {
    static let toolName = "vectors"
    static let early: EarlyAnswer? = nil

    static let configuration = CommandConfiguration(
        commandName: toolName,
        abstract: "Run the published test vectors of the folder Vectors against this build.",
        discussion: """
            The report has a row for each kind of cases of each source: how many cases there are, how many have the \
            published answer, how many have the answer of a policy (shown with its reason), how many failed. The \
            exit status is 1 where one failed or nothing was run.
            """
    )

    @Option(
        help: ArgumentHelp(
            "The folder Vectors (default: looked for from the current folder upwards).",
            valueName: "folder"
        )
    )
    var folder: String?

    @Flag(help: "Print the report as JSON.")
    var json = false

    func run() throws {
        let folder: VectorFolder
        if let path = self.folder {
            folder = VectorFolder(path: path)
        } else {
            folder = try VectorFolder(near: currentFolder())
        }
        let run = try VectorRun(folder)
        let bar = ProgressBar(total: run.fileCount)
        let report = try run.report { bar.show($0) }
        bar.clear()
        try StandardStream.output.write(json ? "\(JSONReport(report).value)\n" : TextReport(report).text)
        // The report has said why.
        if !report.isGood { Glibc.exit(1) }
    }

    /// The current folder, with a name behind it as ``VectorFiles/VectorFolder/init(near:)`` wants it.
    private func currentFolder() -> String {
        guard let path = unsafe getcwd(nil, 0) else { return "." }
        defer { unsafe free(path) }
        return unsafe String(cString: path) + "/Vectors"
    }
}

@main
enum Main {
    static func main() {
        Vectors.runAndExit()
    }
}
