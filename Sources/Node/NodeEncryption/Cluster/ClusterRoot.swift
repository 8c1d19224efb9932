package import NodeCertificates
internal import PKIX
package import SecretMemory

/// The root's certificate and key as one text, on their way to another node.
package enum ClusterRoot {
    /// The contents one after the other, each with a newline at its end.
    package static func joined(_ contents: [SharedSecret]) -> SharedSecret {
        let count = contents.reduce(0) { $0 + $1.count + 1 }
        return SharedSecret(
            SecretBytes(capacity: count) { output in
                for content in contents {
                    content.withSpan { span in
                        output.append(copying: span)
                        if span.count > 0, span[span.count - 1] != 10 { output.append(10) }
                    }
                }
            }
        )
    }

    /// The files in a text of PEM documents, told by their labels; a certificate must be valid.
    package static func files(of content: SharedSecret) throws(NodeEncryptionError) -> [SetFile] {
        let files = try content.withSpan { (span: Span<UInt8>) throws(NodeEncryptionError) in
            var files: [SetFile] = []
            for range in documents(span) {
                let document = SharedSecret(copying: span.extracting(range))
                if starts(span, range, "-----BEGIN CERTIFICATE-----") {
                    guard (try? Certificate(pem: document.publicBytes.span)) != nil else {
                        throw .invalidExport
                    }
                    files.append(SetFile("server/root.crt", document))
                } else {
                    files.append(SetFile("server/root.key", document))
                }
            }
            return files
        }
        guard !files.isEmpty, Set(files.map(\.name)).count == files.count else { throw .invalidExport }
        return files
    }

    /// The ranges of the documents in a text: from a line that begins with `-----BEGIN` to the next, or to the end.
    private static func documents(_ text: Span<UInt8>) -> [Range<Int>] {
        var starts: [Int] = []
        for index in text.indices where index == 0 || text[index - 1] == 10 {
            if Self.starts(text, index..<text.count, "-----BEGIN ") { starts.append(index) }
        }
        return starts.indices.map { starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : text.count) }
    }

    private static func starts(_ text: Span<UInt8>, _ range: Range<Int>, _ prefix: String) -> Bool {
        let octets = Array(prefix.utf8)
        return range.count >= octets.count
            && octets.indices.allSatisfy { text[range.lowerBound + $0] == octets[$0] }
    }
}

extension NodePlan {
    /// The plan that puts a root from another node in place.
    ///
    /// A different root that is there is replaced only with `force`: what it signed would be orphaned.
    static func importing(
        _ files: [SetFile],
        _ layout: NodeLayout,
        force: Bool
    ) throws(NodeEncryptionError) -> NodePlan {
        for file in files {
            let path = layout.certificate(file.name)
            if let present = try FileState.read(path).content, present != file.content, !force {
                throw .otherRoot(path: path)
            }
        }
        var list = ChangeList()
        try CertificateFiles(files).plan(layout, &list)
        return NodePlan(operation: .importRoot, changes: list.changes, wantsEncryption: false)
    }
}
