internal import Glibc

/// The variables of the process's environment.
package enum Environment {
    /// The bytes of a variable's value; nil if it is not set.
    package static func octets(_ name: String) -> [UInt8]? {
        // The tools set none but PATH at their beginning, so none moves while it is read.
        unsafe getenv(name).map { value in
            unsafe value.withMemoryRebound(to: UInt8.self, capacity: strlen(value)) { octets in
                unsafe [UInt8](UnsafeBufferPointer(start: octets, count: Int(strlen(value))))
            }
        }
    }

    /// The value of a variable as text; nil if it is not set.
    ///
    /// - Throws: ``ToolError/variableNotUTF8(_:)`` if it is not UTF-8: a repaired value would be a different one.
    package static func text(_ name: String) throws(ToolError) -> String? {
        guard let octets = octets(name) else { return nil }
        guard let text = String(validating: octets, as: UTF8.self) else { throw .variableNotUTF8(name) }
        return text
    }
}
