internal import ArgumentParser
internal import DurableFiles
internal import NodeEncryption
internal import NodePlatform
internal import SecretMemory
internal import ToolSupport

/// `postgres-ssl cluster`.
struct Cluster: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Carry the root to the other nodes of a cluster, enciphered with a pass phrase.",
        discussion: """
            The pass phrase is the variable KEY_PASS, or the first line of --pass-phrase-file or of standard input. A node whose root came by \
            import signs its own certificates with it at the next install or reissue.
            """,
        subcommands: [Export.self, Import.self]
    )

    /// Where the pass phrase comes from.
    struct PassPhrase: ParsableArguments {
        @Option(help: "The file of the pass phrase. (default: the variable KEY_PASS)")
        var passPhraseFile: String?

        @Flag(help: "Read the pass phrase from the first line of standard input.")
        var passPhraseStdin = false

        /// The pass phrase.
        ///
        /// - Parameter input: standard input, of which the first line is taken off where it is the pass phrase.
        func content(_ input: inout SharedSecret) throws -> SharedSecret {
            if passPhraseStdin {
                if passPhraseFile != nil {
                    throw ToolFailure(
                        "--pass-phrase-stdin and --pass-phrase-file exclude each other",
                        status: .usage
                    )
                }
                let (first, rest) = input.withSpan { span in
                    let end = span.indices.first { span[$0] == UInt8(ascii: "\n") } ?? span.count
                    let isCRLF = end > 0 && span[end - 1] == UInt8(ascii: "\r")
                    return (
                        SharedSecret(copying: span.extracting(..<(isCRLF ? end - 1 : end))),
                        SharedSecret(copying: span.extracting(min(end + 1, span.count)...))
                    )
                }
                input = rest
                if first.count > 0 { return first }
            } else if let passPhraseFile {
                let (folder, name) = try Folder.holding(passPhraseFile, followingLink: true)
                if let line = PasswordOptions.lines(try folder.readSecret(name, limit: 1 << 16)).first {
                    return line
                }
            } else if let value = Environment.octets("KEY_PASS"), !value.isEmpty {
                return SharedSecret(copying: value.span)
            }
            throw NodeEncryptionError.invalidSecret(
                "there is no pass phrase: set KEY_PASS, or give --pass-phrase-file or --pass-phrase-stdin"
            )
        }
    }

    /// `postgres-ssl cluster export`.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the root, enciphered.")

        @OptionGroup var node: NodeOptions
        @OptionGroup var passPhrase: PassPhrase

        @Option(help: "Print this file alone, root.crt or root.key, as the platform's copyCert does.")
        var openssl: String?

        func run() throws {
            try failing {
                let layout = try node.layout()
                let names = openssl.map { [$0] } ?? ["root.crt", "root.key"]
                guard names.allSatisfy({ $0 == "root.crt" || $0 == "root.key" }) else {
                    throw ToolFailure("--openssl takes root.crt or root.key", status: .usage)
                }
                var input = SharedSecret(copying: [UInt8]().span)
                if passPhrase.passPhraseStdin {
                    input = SharedSecret(try StandardInput.readSecret(limit: 1 << 20))
                }
                let phrase = try passPhrase.content(&input)
                let contents = try names.map { name in
                    guard let content = try FileState.read(layout.certificate("server/" + name)).content
                    else {
                        throw ToolFailure(
                            "\(layout.certificate("server/" + name)) is missing",
                            status: .noInput
                        )
                    }
                    return content
                }
                let all = ClusterRoot.joined(contents)
                var random = OperatingSystemRandom()
                let text = try all.withSpan { span in
                    try phrase.withSpan { phrase in
                        try ClusterExport.encrypt(
                            span,
                            passPhrase: phrase,
                            form: openssl == nil ? .authenticated : .openssl,
                            using: &random
                        )
                    }
                }
                try StandardStream.output.write(text)
            }
        }
    }

    /// `postgres-ssl cluster import`.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Take a root over from standard input, in either form; of copyCert's files first root.crt, then root.key."
        )

        @OptionGroup var node: NodeOptions
        @OptionGroup var passPhrase: PassPhrase

        @Flag(help: "Take it over although another root is there.")
        var force = false

        @Flag(help: "Show what would change, and change nothing.")
        var dryRun = false

        func run() throws {
            try failing {
                let run = try NodeRun(node)
                var input = SharedSecret(try StandardInput.readSecret(limit: 1 << 20))
                let phrase = try passPhrase.content(&input)
                let text = String(decoding: input.publicBytes, as: UTF8.self)
                let content = SharedSecret(
                    try phrase.withSpan { try ClusterExport.decrypt(text, passPhrase: $0) }
                )
                let files = try ClusterRoot.files(of: content)
                let plan = try NodePlan.importing(files, run.layout, force: force)
                if dryRun {
                    try run.present(plan)
                    return
                }
                let state = try NodeState(path: node.statePath)
                try run.recover(state)
                try run.carryOut(plan, state: state, wantsEncryption: false)
            }
        }
    }
}
