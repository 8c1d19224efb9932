/// The version of the package, which its tools report.
package enum PackageVersion {
    /// Such as `1.2.3`.
    package static let current = "0.1.0"
}
