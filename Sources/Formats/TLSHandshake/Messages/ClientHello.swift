internal import SecretMemory

/// The first message of a handshake (RFC 8446, section 4.1.2).
struct ClientHello {
    /// The message, whole.
    let message: [UInt8]
    /// The types of the extensions in it: a server sends no others.
    let extensionTypes: Set<UInt16>

    /// Writes a hello; `cookie` is that of a HelloRetryRequest.
    init(_ settings: TLSSettings, random: [UInt8], shares: [KeyShare], cookie: [UInt8]? = nil) {
        message = WireWriter.message(.clientHello) { writer in
            // TLS 1.2, whatever is offered.
            writer.uint16(0x0303)
            writer.append(random)
            // No session is resumed, and no older server in between is deceived (appendix D.4).
            writer.vector(countByteCount: 1) { _ in }
            writer.vector(countByteCount: 2) { writer in
                for suite in settings.offeredSuites { writer.uint16(suite.rawValue) }
            }
            // No compression.
            writer.vector(countByteCount: 1) { $0.uint8(0) }
            writer.vector(countByteCount: 2) { writer in
                ClientHello.writeExtensions(settings, shares, cookie, to: &writer)
            }
        }
        extensionTypes = ClientHello.extensionTypes(of: message)
    }

    /// Takes a message as it is.
    init(fixed message: [UInt8]) {
        self.message = message
        extensionTypes = ClientHello.extensionTypes(of: message)
    }

    private static func writeExtensions(
        _ settings: TLSSettings,
        _ shares: [KeyShare],
        _ cookie: [UInt8]?,
        to writer: inout WireWriter
    ) {
        // RFC 6066, section 3: one name, of the type host_name.
        if let name = settings.serverName, !name.isEmpty, name.utf8.count <= 255 {
            writer.extension(.serverName) { writer in
                writer.vector(countByteCount: 2) { writer in
                    writer.uint8(0)
                    writer.vector(countByteCount: 2) { $0.append(name.utf8) }
                }
            }
        }
        writer.extension(.supportedGroups) { writer in
            writer.vector(countByteCount: 2) { writer in
                for group in settings.groups { writer.uint16(group.rawValue) }
            }
        }
        if settings.versions.contains(.tls12) {
            // Points uncompressed, as they are in TLS 1.3 (RFC 8422, section 5.1.2).
            writer.extension(.pointFormats) { writer in writer.vector(countByteCount: 1) { $0.uint8(0) } }
            writer.extension(.extendedMasterSecret) { _ in }
            // The first handshake of its connection (RFC 5746, section 3.4).
            writer.extension(.renegotiationInfo) { writer in writer.vector(countByteCount: 1) { _ in } }
        }
        writer.extension(.signatureAlgorithms) { writer in
            writer.vector(countByteCount: 2) { writer in
                for scheme in settings.schemes { writer.uint16(scheme.rawValue) }
            }
        }
        // RFC 7301, section 3.1.
        if !settings.applicationProtocols.isEmpty {
            writer.extension(.applicationProtocols) { writer in
                writer.vector(countByteCount: 2) { writer in
                    for name in settings.applicationProtocols {
                        writer.vector(countByteCount: 1) { $0.append(name.utf8) }
                    }
                }
            }
        }
        guard settings.versions.contains(.tls13) else { return }
        writer.extension(.supportedVersions) { writer in
            writer.vector(countByteCount: 1) { writer in
                for version in settings.versions { writer.uint16(version.rawValue) }
            }
        }
        if let cookie {
            writer.extension(.cookie) { writer in
                writer.vector(countByteCount: 2) { $0.append(cookie) }
            }
        }
        writer.extension(.keyShare) { writer in
            writer.vector(countByteCount: 2) { writer in
                for share in shares {
                    writer.uint16(share.group.rawValue)
                    writer.vector(countByteCount: 2) { $0.append(share.publicKey) }
                }
            }
        }
    }

    /// None where the message is no hello.
    private static func extensionTypes(of message: [UInt8]) -> Set<UInt16> {
        var reader = WireReader(message.dropFirst(4), of: "ClientHello")
        do throws(TLSError) {
            _ = try reader.bytes(34)
            _ = try reader.vector(countByteCount: 1)
            _ = try reader.vector(countByteCount: 2)
            _ = try reader.vector(countByteCount: 1)
            return Set(try WireExtensions(reading: &reader).all.map(\.type))
        } catch {
            return []
        }
    }
}
