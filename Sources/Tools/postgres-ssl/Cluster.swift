internal import ArgumentParser
internal import DurableFiles
internal import NodeEncryption
internal import NodePlatform
internal import SecretMemory
internal import TextEncodings
internal import ToolParsing
internal import ToolSupport

/// `postgres-ssl cluster`.
struct Cluster: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Carry the root to the other nodes of a cluster, encrypted with a pass phrase.",
        discussion: """
            The pass phrase is the first line of standard input or of --pass-phrase-file, or else the value of the \
            variable KEY_PASS. A node with an imported root signs its own certificates with it at the next install or \
            reissue.
            """,
        subcommands: [Export.self, Import.self]
    )

    /// Where the pass phrase comes from.
    struct PassPhrase: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "Read the pass phrase from the first line of this file. (default: the variable KEY_PASS)",
                valueName: "file"
            )
        )
        var passPhraseFile: String?

        @Flag(help: "Read the pass phrase from the first line of standard input.")
        var passPhraseStdin = false

        /// The pass phrase.
        ///
        /// - Parameter input: standard input; if its first line is the pass phrase, that line is removed.
        func content(_ input: inout SharedSecret) throws -> SharedSecret {
            try GivenValues.require([("--pass-phrase-file", passPhraseFile)])
            if passPhraseStdin {
                if passPhraseFile != nil {
                    throw ToolFailure(
                        "--pass-phrase-stdin and --pass-phrase-file cannot be used together",
                        status: .usage
                    )
                }
                let (first, rest) = try SecretLines.firstAndRest(
                    of: input,
                    from: .standardInput,
                    as: "a pass phrase"
                )
                input = rest
                return first
            }
            if let passPhraseFile {
                return try SecretLines.lines(
                    from: .file(passPhraseFile, .trusted),
                    as: "a pass phrase",
                    saying: PostgresSSL.say
                )[0]
            }
            if let value = Environment.octets("KEY_PASS"), !value.isEmpty {
                return SharedSecret(copying: value.span)
            }
            throw NodeEncryptionError.invalidSecret(
                "no pass phrase was given: set KEY_PASS, or give --pass-phrase-file or --pass-phrase-stdin"
            )
        }
    }

    /// `postgres-ssl cluster export`.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the root certificate and root key, encrypted."
        )

        @OptionGroup(title: NodeOptions.title) var node: NodeOptions
        @OptionGroup var passPhrase: PassPhrase

        @Option(
            help: ArgumentHelp(
                "Print only this file, root.crt or root.key, in the form of the platform's copyCert.",
                valueName: "name"
            )
        )
        var openssl: String?

        func run() throws {
            try GivenValues.require([("--openssl", openssl)])
            let layout = try node.node().layout
            let names = openssl.map { [$0] } ?? ["root.crt", "root.key"]
            guard names.allSatisfy({ $0 == "root.crt" || $0 == "root.key" }) else {
                throw ToolFailure("--openssl must be root.crt or root.key", status: .usage)
            }
            var input = SharedSecret(copying: [UInt8]().span)
            if passPhrase.passPhraseStdin {
                input = SharedSecret(try SecretLines.read(.standardInput, saying: PostgresSSL.say))
            }
            let phrase = try passPhrase.content(&input)
            let contents = try names.map { name in
                let path = layout.certificate("server/" + name)
                guard let content = try FileState.read(path).content else {
                    throw ToolFailure("\(printable(path)) is missing", status: .noInput)
                }
                return content
            }
            var random = OperatingSystemRandom()
            let joined = ClusterRoot.joined(contents)
            // For copyCert the file as it is; between our own nodes what the other one takes.
            let root =
                openssl == nil ? try ClusterRoot(joined, surroundings: .leftOut).text : joined
            let text = try root.withSpan { span in
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

    /// `postgres-ssl cluster import`.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Import a root from standard input, as export or the platform's copyCert prints it.",
            discussion: """
                The two files of copyCert are imported one at a time: first root.crt, then root.key, which must fit \
                it. The form of copyCert does not always show what was changed on the way, and a weak pass phrase for \
                it is quickly guessed: --authenticated-only refuses it. With \
                --pass-phrase-stdin the first line of standard input is the pass phrase, and the root follows it.
                """
        )

        @OptionGroup var change: ChangeOptions
        @OptionGroup var passPhrase: PassPhrase

        @Flag(help: "Replace a different root that is there. What it signed becomes invalid.")
        var force = false

        @Flag(help: "Accept only what \"cluster export\" prints without --openssl.")
        var authenticatedOnly = false

        func run() throws {
            var input = SharedSecret(try SecretLines.read(.standardInput, saying: PostgresSSL.say))
            let phrase = try passPhrase.content(&input)
            let text = input.publicBytes
            let content = SharedSecret(
                try phrase.withSpan { phrase in
                    try ClusterExport.decrypt(
                        text.span,
                        passPhrase: phrase,
                        authenticatedOnly: authenticatedOnly
                    )
                }
            )
            try change.perform(RootImport(try ClusterRoot(content), force: force))
        }
    }
}
