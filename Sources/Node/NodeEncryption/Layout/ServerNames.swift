internal import PKIX
internal import SecretMemory

extension NodeLayout {
    /// The DNS names in the server certificate, in its order; none if it cannot be read.
    package var certificateHosts: [String] {
        let content = (try? FileState.read(certificate("server/server.crt")))?.content
        let server = content.flatMap { try? Certificate(pem: $0.publicBytes.span) }
        return server?.extensions.subjectAlternativeName?.dnsNames ?? []
    }
}
