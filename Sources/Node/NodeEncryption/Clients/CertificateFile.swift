internal import DERCoding
internal import NodePlatform
internal import PKIX
internal import SecretMemory

/// The certificates in a file, or those that a server sends.
struct CertificateFile: Equatable, Sendable {
    /// The file.
    let path: String
    /// Those that can be read, in their order.
    let certificates: [Certificate]
    /// Why others cannot be read.
    private(set) var unread: [String] = []
    /// The octets of those, as far as the text itself could be read.
    private(set) var unreadOctets: [[UInt8]] = []
    /// Whether the first one is among those.
    private(set) var isFirstUnread = false
    /// Whether it is what a program left that was stopped on its way, and holds nothing that anybody could read.
    private(set) var isCutOff = false
    /// Whether there is no file.
    private(set) var isMissing = false
    /// Whether it may not be looked at, so that nothing is known of it.
    private(set) var isUnseen = false
    /// Whether there is a link that others may have put there.
    private(set) var isForeignLink = false

    /// Whether there is something of which nothing is known.
    var isHidden: Bool { isUnseen || isForeignLink }

    /// Whether all of it is known.
    var isWhole: Bool { !isHidden && !isMissing && !isCutOff && unread.isEmpty }

    /// Certificates that were read already.
    init(_ path: String, _ certificates: [Certificate]) {
        self.path = path
        self.certificates = certificates
    }

    /// Reads certificates that a server sent.
    init(_ path: String, der certificates: [[UInt8]]) {
        self.path = path
        var read: [Certificate] = []
        for octets in certificates {
            do throws(PKIXError) {
                read.append(try Certificate(der: octets.span))
            } catch {
                isFirstUnread = isFirstUnread || read.isEmpty && unread.isEmpty
                unread.append("\(error)")
                unreadOctets.append(octets)
            }
        }
        self.certificates = read
    }

    /// Reads a PEM text. A certificate that cannot be read here says nothing about those beside it: the reader is
    /// stricter than those of clients.
    init(_ path: String, pem text: Span<UInt8>) {
        self.path = path
        var certificates: [Certificate] = []
        do throws(PEMError) {
            var reader = try PEMReader(text)
            while let block = try reader.next() {
                guard Self.labels.contains(where: { $0.utf8.elementsEqual(block.label.utf8) })
                else { continue }
                let octets = try block.octets()
                do throws(PKIXError) {
                    certificates.append(try Certificate(der: octets.span))
                } catch {
                    isFirstUnread = isFirstUnread || certificates.isEmpty && unread.isEmpty
                    unread.append("\(error)")
                    unreadOctets.append(octets)
                }
            }
        } catch {
            isFirstUnread = isFirstUnread || certificates.isEmpty && unread.isEmpty
            unread.append("\(error)")
            isCutOff = certificates.isEmpty && PEM.isCutOff(text, label: Certificate.pemLabel)
        }
        // In DER it may be an operator's own: a sequence that is longer than 127 octets.
        if certificates.isEmpty, unread.isEmpty, text.count > 1, text[0] == 0x30, text[1] > 0x80 {
            isFirstUnread = true
            unread.append("it is in DER, where PEM is due (openssl x509 -inform der)")
            unreadOctets.append([UInt8](copying: text))
        }
        self.certificates = certificates
    }

    /// The labels under which servers and clients find certificates.
    private static let labels = Certificate.pemLabels + [Certificate.trustedPEMLabel]

    /// The first certificate's octets, also where it cannot be read here; `nil` where there is none.
    var firstEncoding: [UInt8]? { isFirstUnread ? unreadOctets.first : certificates.first?.encoding }

    /// How many certificates that cannot be read here another file does not have.
    func unreadCount(besides other: CertificateFile) -> Int {
        unread.count - unreadOctets.count { other.unreadOctets.contains($0) }
    }

    /// Reads the file that a path, or a link there, leads to.
    init(reading path: String) {
        var state: FileState?
        var isForeignLink = false
        var isUnseen = false
        do throws(NodeEncryptionError) {
            state = try FileState.read(path, limit: CertificateFiles.mostBytes)
            if case .link = state {
                isForeignLink = true
                state = try FileState.read(try ChangeList.realPath(path), limit: CertificateFiles.mostBytes)
                isForeignLink = false
            }
        } catch {
            state = nil
            isUnseen = error.exitStatus == .noPermission
        }
        if let content = state?.content {
            let text = content.publicBytes
            self.init(path, pem: text.span)
        } else {
            self.init(path, [])
            isMissing = state == .absent
        }
        self.isForeignLink = isForeignLink
        self.isUnseen = isUnseen
    }

    /// What is wrong with the file, whatever is in the certificates.
    var faults: [ClientFault] {
        if isUnseen { return [] }
        if isMissing { return [ClientFault(.missing, path)] }
        if isForeignLink { return [ClientFault(.notFollowed, path)] }
        if certificates.isEmpty || isFirstUnread {
            return [ClientFault(.unreadable(reason: unread.first ?? "there is none in it"), path)]
        }
        return unread.prefix(1).map { ClientFault(.partlyUnread(reason: $0), path) }
    }
}

extension CertificateFile {
    /// What a server sends that has this file: with one certificate in it, OpenSSL looks for those above it among the
    /// roots by which the server verifies others (`ssl_add_cert_chain` of `ssl/statem/statem_lib.c`). Roots that come
    /// along so are left out, since nobody looks at them.
    ///
    /// - Parameter authorities: those roots; `nil` for none.
    func asSent(with authorities: CertificateFile?) -> CertificateFile {
        guard let authorities, certificates.count == 1, unread.isEmpty, let leaf = certificates.first else {
            return self
        }
        var chain = [leaf]
        while chain.count < Self.mostSent, let last = chain.last, !last.seemsSelfSigned {
            let next = authorities.certificates.first { candidate in
                last.namesIssuer(candidate) && last.namesKey(of: candidate) && !chain.contains(candidate)
            }
            guard let next, !next.seemsSelfSigned else { break }
            chain.append(next)
        }
        return chain.count == 1 ? self : CertificateFile(path, chain)
    }

    /// As long as a path that clients go.
    private static let mostSent = 10
}
