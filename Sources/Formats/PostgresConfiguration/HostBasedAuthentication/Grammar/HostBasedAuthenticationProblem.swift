extension HostBasedAuthenticationFile {
    /// A line that the server would refuse.
    public struct Problem: Sendable, Hashable {
        /// The line, from 1.
        public let line: Int
        /// What is wrong with it.
        public let kind: Kind
    }

    /// A line that the server takes or refuses by what is not known here.
    public struct Doubt: Sendable, Hashable {
        /// The line, from 1.
        public let line: Int
        /// What it depends on.
        public let kind: Kind

        /// What a line depends on.
        public enum Kind: Sendable, Hashable {
            /// Whether a regular expression is valid: it is of more than the simplest form.
            case expression
            /// What the server's LDAP library makes of an URL.
            case ldapURL
            /// Whether the names of RADIUS servers have addresses.
            case radiusServer
            /// The setting `oauth_validator_libraries`.
            case validator
            /// A method or option that came after the versions that are known here, or is another module's.
            case unknown
            /// What is in a file that is named by `@`.
            case list
        }
    }
}

extension HostBasedAuthenticationFile.Problem {
    /// A field of a record.
    public enum Field: Sendable, Hashable {
        /// The connection type.
        case type
        /// The databases.
        case databases
        /// The users.
        case users
        /// The address.
        case address
        /// The mask behind a bare address.
        case mask
        /// The authentication method.
        case method
    }

    /// What is wrong with a line.
    public enum Kind: Sendable, Hashable {
        /// No known connection type, or one that this server does not know.
        case connectionType
        /// The line ends before this field.
        case missing(Field)
        /// More than one value in a field that takes one.
        case severalValues(Field)
        /// No address, prefix length or mask that fits.
        case address
        /// No authentication method that is known.
        case method
        /// A method of later versions, the first of which is this.
        case methodSince(String, majorVersion: Int)
        /// A method of earlier versions, the last of which is this.
        case methodUntil(String, majorVersion: Int)
        /// A method that servers on Linux do not have.
        case methodOfOtherSystem(String)
        /// A method on a line of another connection type than those that have it.
        case methodOfOtherType(String, types: [HostBasedAuthenticationRecord.ConnectionType])
        /// An option that is not `name=value`.
        case option
        /// An option that no method has; `nil` where its name may be a part of a secret.
        case unknownOption(String?)
        /// An option of later versions, the first of which is this.
        case optionSince(String, majorVersion: Int)
        /// An option of other methods.
        case optionOfOtherMethods(String, methods: [String])
        /// An option of `hostssl` on a line of another type.
        case optionOfOtherType(String)
        /// An option's value is none of these.
        case optionValue(String, values: [String])
        /// An option's value is no number but zero, or no list.
        case malformedValue(String)
        /// The method needs one of these options.
        case missingOption([String])
        /// Two options that exclude each other.
        case conflictingOptions(String, String)
        /// Lists of options that belong together have neither one element nor as many as the first.
        case unequalLists(String, String)
        /// A regular expression that is not valid.
        case expression
        /// A token or the line is longer than the server reads.
        case tooLong
        /// A NUL in the line.
        case nul
    }
}

extension HostBasedAuthenticationFile.Problem.Kind: CustomStringConvertible {
    /// What is wrong, and what would be right; without a value of the line, which may be a secret.
    public var description: String {
        switch self {
        case .connectionType:
            "its first word is no connection type of this server, such as local, host or hostssl"
        case .missing(let field): "it ends before \(field.name)"
        case .severalValues(let field): "\(field.name) takes one value only"
        case .address: "its address is not valid; write ADDRESS/PREFIX, ADDRESS MASK, a name, or all"
        case .method: "its authentication method is none that this server knows, such as scram-sha-256"
        case .methodSince(let name, let version): "\(name) is a method from version \(version) on"
        case .methodUntil(let name, let version): "\(name) is a method up to version \(version) only"
        case .methodOfOtherSystem(let name): "\(name) is no method of servers on Linux"
        case .methodOfOtherType(let name, let types):
            "\(name) is a method of \(Self.list(types.map(\.rawValue))) lines only"
        case .option: "an option behind its method is not of the form NAME=VALUE"
        case .unknownOption(let name): "it has an option that is not known" + (name.map { ": \($0)" } ?? "")
        case .optionSince(let name, let version): "\(name) is an option from version \(version) on"
        case .optionOfOtherMethods(let name, let methods):
            "\(name) is an option of the \(methods.count == 1 ? "method" : "methods") \(Self.list(methods)) only"
        case .optionOfOtherType(let name): "\(name) is an option of hostssl lines only"
        case .optionValue(let name, let values): "\(name) must be \(Self.list(values, "or"))"
        case .malformedValue(let name): "the value of \(name) is not valid"
        case .missingOption(let names): "its method needs \(Self.list(names, "or"))"
        case .conflictingOptions(let one, let other): "\(one) and \(other) exclude each other"
        case .unequalLists(let one, let other): "\(one) must be one value, or as many as \(other)"
        case .expression: "a regular expression in it is not valid"
        case .tooLong: "it is longer than the server reads"
        case .nul: "it has a NUL"
        }
    }

    private static func list(_ words: [String], _ conjunction: String = "and") -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }
}

extension HostBasedAuthenticationRules.Problem.Kind: CustomStringConvertible {
    /// What is wrong, and what would be right; without a value of the line, which may be a secret.
    public var description: String {
        switch self {
        case .line(let kind): kind.description
        case .missingInclude: "the file or directory that it includes is missing"
        case .missingList: "the file that it names by @ is missing"
        case .noRules: "there is no rule in the file"
        }
    }
}

extension HostBasedAuthenticationFile.Doubt.Kind: CustomStringConvertible {
    /// What it depends on, as the end of a sentence.
    public var description: String {
        switch self {
        case .expression: "its regular expression"
        case .ldapURL: "its LDAP URL"
        case .radiusServer: "the addresses of its RADIUS servers"
        case .validator: "oauth_validator_libraries"
        case .unknown: "a method or option that is not known here"
        case .list: "the file that it names by @"
        }
    }
}

extension HostBasedAuthenticationFile.Problem.Field {
    fileprivate var name: String {
        switch self {
        case .type: "the connection type"
        case .databases: "the databases"
        case .users: "the users"
        case .address: "the address"
        case .mask: "the mask"
        case .method: "the authentication method"
        }
    }
}
