internal import MessageDigests
internal import NodeCertificates
internal import PKIX
internal import PostgresConfiguration
internal import SecretMemory

extension ServedFiles {
    /// Throws if the server would not load the files, or only with a setting that it lacks.
    ///
    /// OpenSSL loads no key under 2048 bits and no SHA-1 signature at the security level of today's distributions (its
    /// manual, SSL_CTX_set_security_level), and takes LF and CR LF for the end of a line, but not CR.
    func requireServable(_ layout: NodeLayout, isRunning: Bool) throws(NodeEncryptionError) {
        for name in [Self.certificate, Self.key, Self.root] {
            guard let content = content(name) else { continue }
            if content.withSpan({ Self.hasLoneReturn($0) }) {
                throw .notInstalled(.loneReturns(path: layout.certificate(name)))
            }
        }
        let path = layout.certificate(Self.certificate)
        if chain.count > Self.longestChain { throw .notInstalled(.longChain(path: path, count: chain.count)) }
        for certificate in chain {
            let subject = "\(certificate.subject)"
            if let count = certificate.rsaBitCount, count < NodeSettings.keySizes.lowerBound {
                throw .notInstalled(.shortKey(path: path, subject: subject, bitCount: count))
            }
            // One by its own key is trusted for other reasons than its signature.
            guard !certificate.isSelfIssued else { continue }
            switch certificate.signatureAlgorithm.digest {
            case .md5, .sha1:
                let algorithm = "\(certificate.signatureAlgorithm)"
                throw .notInstalled(.weakSignature(path: path, subject: subject, algorithm: algorithm))
            case .sha2, nil: break
            }
        }
        try requirePassPhrase(layout, isRunning: isRunning)
    }

    /// The most certificates that a server shows: OpenSSL goes no longer way (X509_VERIFY_PARAM_set_depth, 100 where
    /// nothing else is set), and takes no more than 100 KB of them.
    static let longestChain = 100

    /// Throws if the key is encrypted and the server cannot ask anybody for its pass phrase.
    private func requirePassPhrase(_ layout: NodeLayout, isRunning: Bool) throws(NodeEncryptionError) {
        guard let key = content(Self.key), key.withSpan({ Self.isEncrypted($0) }) else { return }
        let path = layout.certificate(Self.key)
        let settings = try layout.settings()
        func lacks(_ setting: String, _ value: String) -> NodeEncryptionError {
            .notInstalled(.lockedKey(path: path, setting: setting, value: value))
        }
        if (settings.value(of: "ssl_passphrase_command") ?? "").isEmpty {
            throw lacks("ssl_passphrase_command", "a command that prints it")
        }
        guard layout.role == .postgres, isRunning else { return }
        let isInForce = RequiredSettings(of: layout).all.allSatisfy { name, value in
            settings.value(of: name).map { RequiredSettings.isSame($0, value) } ?? false
        }
        let reloads = settings.value(of: "ssl_passphrase_command_supports_reload") ?? "off"
        // A server that has the key already keeps it at a reload.
        if !isInForce, !RequiredSettings.isSame(reloads, "on") {
            throw lacks("ssl_passphrase_command_supports_reload", "on")
        }
    }

    private static func isEncrypted(_ content: Span<UInt8>) -> Bool {
        do throws(KeyEncodingError) {
            _ = try PrivateKey(pem: content)
            return false
        } catch {
            return error == .encrypted
        }
    }

    /// Whether a line with a boundary of PEM has a CR before its end.
    ///
    /// Leaks: where the line breaks and hyphens of the text are.
    private static func hasLoneReturn(_ content: Span<UInt8>) -> Bool {
        var hyphens = 0
        var hasReturn = false
        // A CR that something else than the end of the line follows, and a boundary, on this line.
        var (isLone, hasBoundary) = (false, false)
        for index in content.indices {
            let octet = content[index]
            if octet == UInt8(ascii: "\n") {
                (hyphens, hasReturn, isLone, hasBoundary) = (0, false, false, false)
                continue
            }
            hyphens = octet == UInt8(ascii: "-") ? hyphens + 1 : 0
            if hyphens == 5 { hasBoundary = true }
            if octet == UInt8(ascii: "\r") {
                hasReturn = true
            } else if hasReturn {
                isLone = true
            }
            if isLone, hasBoundary { return true }
        }
        return false
    }
}
