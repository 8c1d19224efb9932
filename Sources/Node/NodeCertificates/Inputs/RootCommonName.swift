/// The common name of a root that is made: `LAYER.ENV`.
struct RootCommonName {
    /// The most characters (ub-common-name).
    static let limit = 64

    let text: String

    init(_ inputs: NodeInputs, computeType: String?) throws(NodeCertificatesError) {
        let layerInput = try inputs.givenLayer()
        let layer =
            layerInput?.text ?? inputs.standardLayer ?? computeType ?? (inputs.standsAlone ? "postgres" : "")
        let environmentInput = try inputs.givenEnvironment()
        let environment = environmentInput?.text ?? Self.environment(ofHost: inputs.hostName)
        let whole = layer + "." + environment
        let count = whole.unicodeScalars.count
        for input in [environmentInput, layerInput] {
            guard let input else { continue }
            let hasControls = input.text.unicodeScalars.contains { $0.properties.generalCategory == .control }
            guard !hasControls else { throw input.refused(by: .namePart(limit: Self.limit)) }
            guard count <= Self.limit else {
                throw input.refused(by: .rootName(count: count, limit: Self.limit))
            }
        }
        // A name that nobody gave is cut, not refused: the host name alone can have 64 characters.
        text = String(String.UnicodeScalarView(whole.unicodeScalars.prefix(Self.limit)))
    }

    /// The environment's name, which the platform puts into its host names after `node<digits>-`; else empty.
    static func environment(ofHost name: String) -> String {
        guard name.hasPrefix("node") else { return "" }
        let rest = name.utf8.dropFirst("node".utf8.count)
        let digits = rest.prefix { 0x30...0x39 ~= $0 }
        let end = rest.dropFirst(digits.count)
        guard !digits.isEmpty, end.first == UInt8(ascii: "-") else { return "" }
        return String(Substring(end.dropFirst()))
    }
}
