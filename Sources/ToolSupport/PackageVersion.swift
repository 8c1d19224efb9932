/// The version of the package, which its tools tell.
public enum PackageVersion {
    /// Such as `1.2.3`.
    public static let current = "0.1.0"
}
