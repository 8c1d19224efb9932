import NodeCertificates
import ToolSupport

extension ToolFailure {
    /// The failure that an error with the certificates is.
    init(_ error: NodeCertificatesError) {
        switch error {
        case .file(let error):
            self.init(error)
            return
        case .invalidInput, .unclosedQuote, .computedValue:
            self.init(error.description, status: .usage)
        case .missingMetadata:
            self.init(error.description, status: .noInput)
        case .missingRootKey, .unusableRootKey, .unusableRoot, .rootMismatch, .orphan, .foreignPair,
            .unusableFile, .keyWithoutCertificate, .unrenewableRoot:
            self.init(error.description, status: .data)
        case .keyGeneration, .issuing:
            self.init(error.description, status: .failure)
        }
    }
}
