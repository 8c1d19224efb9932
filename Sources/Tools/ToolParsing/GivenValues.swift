internal import NodePlatform
package import ToolSupport

/// The values of options as they were given.
package enum GivenValues {
    /// Refuses an empty value by its option: a variable that is not set would lead to the platform's own place, or to
    /// another user's password.
    package static func require(_ options: [(name: String, value: String?)]) throws(ToolFailure) {
        for (name, value) in options where value?.isEmpty ?? false {
            throw ToolFailure("\(name) is \"\"; leave it out, or give it a value", status: .usage)
        }
    }

    /// The same of options that may be given more than once.
    package static func require(_ options: [(name: String, values: [String])]) throws(ToolFailure) {
        try require(options.flatMap { name, values in values.map { (name, $0) } })
    }
}
