internal import NodePlatform
internal import PgpoolPasswords

/// What the arguments say.
struct Settings {
    /// What the tool does.
    enum Action: Equatable {
        case password
        case inputFile(String)
        case list
        case check
        case delete([UInt8])
        case generateKey
        case help
        case version
    }

    /// Where the password comes from.
    enum PasswordSource: Equatable {
        case argument(ArgumentPart)
        case prompt
        case standardInput
        case file(String)
    }

    var action = Action.password
    var passwordSource = PasswordSource.prompt
    var promptsForKey = false
    var key: ArgumentPart?
    var keyFile: String?
    var configurationFile: String?
    var updatesFile = false
    /// Whether a password is encrypted as it is given.
    var isRaw = false
    var userName: [UInt8] = []
    /// The arguments that hold a password or a key.
    var secretArguments: [ArgumentPart] = []
    /// The argument that is a password which nothing asks for.
    var unusedPassword: Int?
    /// The options whose empty values count as not given, as in the original.
    var emptyOptions: [Option] {
        [keyFileIsEmpty ? .keyFile : nil, userNameIsEmpty && updatesFile ? .username : nil].compactMap(\.self)
    }
    private var keyFileIsEmpty = false
    private var userNameIsEmpty = false

    /// The configuration of the Pgpool-II that the key is for; `nil` where an entry is only printed, which may be for
    /// any.
    var keyConfiguration: String? {
        let isOfHost = updatesFile || action == .check || action == .generateKey
        return configurationFile ?? (isOfHost ? PoolPasswdLocation.defaultConfigurationFile() : nil)
    }

    init(_ arguments: borrowing ProcessArguments) throws(Refusal) {
        let reader = try OptionReader(arguments)
        var actions: [Option] = []
        var sources: [Option] = []
        for (option, value) in reader.options {
            switch option {
            case .help:
                action = .help
                return
            case .version:
                action = .version
                return
            case .prompt:
                sources.append(option)
                passwordSource = .prompt
            case .passwordStandardInput:
                sources.append(option)
                passwordSource = .standardInput
            case .passwordFile:
                sources.append(option)
                passwordSource = .file(try Self.text(value, arguments))
            case .promptForKey: promptsForKey = true
            case .raw: isRaw = true
            case .updatePassword: updatesFile = true
            case .username:
                userName = value.map { arguments.octets($0) } ?? []
                userNameIsEmpty = userName.isEmpty
            case .encryptionKey:
                key = value
                if let value { secretArguments.append(value) }
            // An empty path counts as not given, as in the original.
            case .keyFile:
                let path = try Self.text(value, arguments)
                keyFile = path.isEmpty ? nil : path
                keyFileIsEmpty = path.isEmpty
            case .configurationFile: configurationFile = try Self.text(value, arguments)
            case .inputFile:
                // The last of several is used, as in the original.
                actions.append(option)
                action = .inputFile(try Self.text(value, arguments))
            case .list:
                actions.append(option)
                action = .list
            case .check:
                actions.append(option)
                action = .check
            case .delete:
                actions.append(option)
                action = .delete(value.map { arguments.octets($0) } ?? [])
            case .generateKey:
                actions.append(option)
                action = .generateKey
            }
        }
        secretArguments += reader.operands
        try Self.refuseMany(Set(actions))
        try Self.refuseMany(Set(sources))
        let given = reader.options.map(\.option)
        try Self.refuseRepeated(given)
        // What one of these says would be passed over in silence; the original has no two of them.
        try Self.refuseMany(Set(actions + sources.filter { $0 != .prompt }))
        for (action, taken) in actions.map({ ($0, $0.optionsBeside) }) {
            if let other = given.first(where: { $0 != action && !(taken?.contains($0) ?? true) }) {
                try Self.refuseMany([action, other])
            }
        }
        try takePassword(reader.operands, beside: actions + sources)
        guard userName.count <= PgpoolLimits.userName else {
            throw .spaced("Error: input exceeds maximum username length!")
        }
    }

    /// Takes the arguments that are no options: one is the password. A second one is what is left of a password, a
    /// name or a path whose blank nobody quoted, and is never shown.
    private mutating func takePassword(
        _ operands: [ArgumentPart],
        beside others: [Option]
    ) throws(Refusal) {
        let own = others.first { $0.letter == nil }
        // The original ignores a password beside -i or -p, and all behind a first.
        if let excess = operands.dropFirst(own == nil ? 1 : 0).first {
            let reason = own.map { "--\($0.rawValue) takes none" } ?? "the password is one argument"
            throw Usage.refusal(
                "argument \(excess.argument + 1) is one too many: \(reason); put what has blanks between quotes"
            )
        }
        guard let password = operands.first else { return }
        if others.isEmpty {
            passwordSource = .argument(password)
        } else {
            unusedPassword = password.argument + 1
        }
    }

    /// The value of an option that is not secret.
    private static func text(
        _ value: ArgumentPart?,
        _ arguments: borrowing ProcessArguments
    ) throws(Refusal) -> String {
        guard let value else { return "" }
        return try arguments.text(value)
    }

    /// Refuses an option of which the last value would count and the others be dropped; of the original's options the
    /// last one counts, as there.
    private static func refuseRepeated(_ given: [Option]) throws(Refusal) {
        for option in [Option.delete, .passwordFile] where given.filter({ $0 == option }).count > 1 {
            throw Usage.refusal("--\(option.rawValue) can be given only once")
        }
    }

    private static func refuseMany(_ options: Set<Option>) throws(Refusal) {
        guard options.count < 2 else {
            let names = options.map { "--\($0.rawValue)" }.sorted().joined(separator: " and ")
            throw Usage.refusal("\(names) cannot be used together")
        }
    }
}
