/// The options of the tool.
enum Option: String, CaseIterable {
    // Of the original.
    case help
    case prompt
    case promptForKey = "prompt-for-key"
    case updatePassword = "update-pass"
    case username
    case encryptionKey = "enc-key"
    case keyFile = "key-file"
    case configurationFile = "config-file"
    case inputFile = "input-file"

    // Beyond it.
    case passwordStandardInput = "password-stdin"
    case passwordFile = "password-file"
    case raw
    case list
    case check
    case delete
    case generateKey = "generate-key"
    case version

    /// The short option's letter, if there is one.
    var letter: Character? {
        switch self {
        case .help: "h"
        case .prompt: "p"
        case .promptForKey: "P"
        case .updatePassword: "m"
        case .username: "u"
        case .encryptionKey: "K"
        case .keyFile: "k"
        case .configurationFile: "f"
        case .inputFile: "i"
        default: nil
        }
    }

    /// The options that have a say beside this one, which is an action that the original has not; `nil` for others.
    var optionsBeside: Set<Option>? {
        switch self {
        case .list, .delete: [.configurationFile]
        case .check: [.configurationFile, .keyFile, .encryptionKey, .promptForKey]
        case .generateKey: [.configurationFile, .keyFile]
        default: nil
        }
    }

    /// Whether it takes a value.
    var takesValue: Bool {
        switch self {
        case .username, .encryptionKey, .keyFile, .configurationFile, .inputFile, .passwordFile, .delete: true
        default: false
        }
    }
}
