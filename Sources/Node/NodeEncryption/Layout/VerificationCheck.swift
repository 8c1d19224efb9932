package import DERCoding
internal import NodeCertificates
internal import NodePlatform
internal import TextEncodings

extension Node {
    /// Throws where nobody who verifies gets in by the lines of ``ClientCommands``, for what is in the certificates.
    ///
    /// - Parameters:
    ///   - folder: where clients have their own `root.crt` and pair, which is not looked at; `nil` for the node's.
    ///   - pair: what becomes of the user's pair.
    /// - Returns: what the operator should know of the lines.
    package func requireVerification(
        of user: String,
        pair: ClientCommands.Pair,
        folder: String?,
        at now: DERTime
    ) throws(NodeEncryptionError) -> [String] {
        let roots = ClientRoots(of: layout, at: now)
        let note = if let folder { noteOn(folder: folder, roots) } else { try requireEnough(roots) }
        var notes = [note].compactMap(\.self)
        // What is wrong with the server's certificate, no root mends.
        if let fault = ClientFault.find(in: layout, at: now), !fault.mayBeWanted,
            folder == nil || isSamePath(fault.path, layout.certificate(ServedFiles.certificate))
        {
            let reason = printable(fault.description)
            throw .noLogin("clients that verify do not accept the server: \(reason)", .data)
        }
        if folder == nil, let reason = faultOfPair(of: user, pair, at: now) {
            if pair == .required { throw .noLogin("the server does not accept \(reason)", .data) }
            notes.append("no line with a client certificate works: \(reason)")
        }
        return notes
    }

    /// What must be in a folder of clients' own.
    private func noteOn(folder: String, _ roots: ClientRoots) -> String? {
        guard !roots.areOwnEnough, let issuer = roots.issuer else { return nil }
        return "root.crt in \(printable(folder)) must have the root of \(issuer), the server's issuer"
    }

    /// Throws where clients do not verify the server by what they get here.
    ///
    /// - Returns: that it cannot be told.
    private func requireEnough(_ roots: ClientRoots) throws(NodeEncryptionError) -> String? {
        let path = printable(roots.path)
        if try FileState.read(roots.path) == .absent {
            let cure = "postgres-ssl status names the command that puts it there"
            throw .noLogin("\(path), by which clients verify the server, is missing; \(cure)", .noInput)
        }
        switch roots.areEnough {
        case true?: return nil
        case false?:
            let issuer = roots.issuer ?? OtherAuthorities.unknown
            throw .noLogin(
                "\(path) does not verify the server's certificate, which is by \(issuer); put the root of that "
                    + "authority there, or give the directory that has it by --folder",
                .data
            )
        case nil: return "whether \(path) verifies the server cannot be told: not all can be read here"
        }
    }

    /// For what the server refuses a user's pair that is here.
    private func faultOfPair(of user: String, _ pair: ClientCommands.Pair, at now: DERTime) -> String? {
        guard pair != .none else { return nil }
        let path = layout.certificate("client/\(ClientSettings.fileStem(of: user)).crt")
        let found = ClientView(of: layout, called: [], at: now).findings.first { finding in
            finding.level == .broken && isSamePath(finding.fault.path, path)
        }
        return found.map { printable($0.fault.description) }
    }
}
