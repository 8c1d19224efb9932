internal import PKIX
internal import SecretMemory

extension NodeLayout {
    /// The hosts' names that the server's certificate has, in its order; none where it cannot be read.
    package var certificateHosts: [String] {
        let content = (try? FileState.read(certificate("server/server.crt")))?.content
        let server = content.flatMap { try? Certificate(pem: $0.publicBytes.span) }
        return server?.extensions.subjectAlternativeName?.dnsNames ?? []
    }
}
