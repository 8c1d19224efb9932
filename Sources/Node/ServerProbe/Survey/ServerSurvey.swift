package import TLSHandshake

/// What a server shows of its TLS at one address to whoever asks it, without a password: the answers to a bounded
/// number of handshakes and hellos, all by one deadline.
package struct ServerSurvey: Sendable {
    /// A version that is spoken here.
    package struct Version: Sendable {
        /// Which.
        package let version: TLSVersion
        /// A handshake that offers all of ours in it.
        package internal(set) var handshake: Finding<TLSPeer>
        /// The suites of ours that it takes, the one that it likes best first; `nil` where not all were tried.
        package internal(set) var suites: [CipherSuite]?
        /// The groups of ours that it takes; `nil` where not all were tried.
        package internal(set) var groups: [NamedGroup]?
        /// How it signs, by one scheme for each kind of key that it has; `nil` where not all were tried.
        package internal(set) var schemes: [SignatureScheme]?
        /// Why not all were tried, of the first of these that were not.
        package internal(set) var reasonForUntried: String?
        /// Of the handshakes by these, one for each chain of certificates that the first one did not show.
        package internal(set) var others: [TLSPeer] = []
    }

    /// A hello that goes no further, and what came of it.
    package struct Hello: Sendable {
        package let name: String
        package let choice: Finding<HelloChoice>
    }

    /// How TLS began.
    package internal(set) var start: TLSStart
    /// The host's name, which was sent along; `nil` where none was.
    package internal(set) var serverName: String?
    /// The handshake that clients make, which offers both versions.
    package internal(set) var handshake: Finding<TLSPeer>
    /// Each version alone, the newest first.
    package internal(set) var versions: [Version] = []
    /// The same as the first handshake without the host's name; `nil` where no name was sent.
    package internal(set) var withoutName: Finding<TLSPeer>?
    /// The same by direct TLS; `nil` where all of it was so.
    package internal(set) var direct: Finding<TLSPeer>?
    /// TLS 1.1 and 1.0.
    package internal(set) var old: [Hello] = []
    /// What is not spoken here, in TLS 1.3 and 1.2.
    package internal(set) var beyond: [Hello] = []
    /// What the user was asked for.
    package internal(set) var authentication: Finding<Authentication>
    /// What came of the hellos of clients, where the server refuses ours.
    package internal(set) var clients: [Hello] = []

    /// The certificates that the server sent in DER, its own first, as the first handshake or hello shows them; none
    /// where there was none.
    package var certificates: [[UInt8]] {
        let peers = [handshake] + versions.map(\.handshake)
        let hellos = (beyond + clients + old).map(\.choice)
        return peers.lazy.compactMap(\.value?.certificates).first
            ?? hellos.lazy.compactMap(\.value?.certificates).first { !$0.isEmpty } ?? []
    }

    /// Whether the server proved that it has the key of its certificate.
    package var isKeyProved: Bool {
        ([handshake] + versions.map(\.handshake)).contains { $0.value != nil }
    }

    /// Where what the server shows was not seen, so that it may be another certificate: sentences, fit for a terminal.
    package var unseen: [String] {
        let unseen: [String] = versions.compactMap { version in
            guard case .unseen(let reason) = version.handshake else { return nil }
            return "in \(version.version) no handshake was seen: \(reason)"
        }
        let untried: [String] = versions.filter { $0.handshake.value != nil }.compactMap { version in
            let kinds = [
                version.suites == nil ? "suites" : nil, version.groups == nil ? "groups" : nil,
                version.schemes == nil ? "signature algorithms" : nil,
            ].compactMap(\.self)
            guard let reason = version.reasonForUntried else { return nil }
            let list = kinds.joined(separator: ", nor all ")
            return "in \(version.version) not all \(list) were tried: \(reason)"
        }
        return unseen + untried
    }

    /// What else shows another certificate than the first handshake did: versions, and a client without the name.
    package var otherCertificates: [String] {
        let isUnnamedOther = withoutName?.value.map { $0.certificates.first != certificates.first } ?? false
        return otherChains.map(\.place) + (isUnnamedOther ? ["to clients that send no name"] : [])
    }

    /// Where clients that send the name are shown other certificates than in the first handshake, with what they are
    /// shown there, and whether any may be, or those alone that offer less.
    package var otherChains: [(place: String, certificates: [[UInt8]], isForAny: Bool)] {
        var looks: [(place: String, certificates: [[UInt8]]?, isForAny: Bool)] = []
        // Whoever offers all that the first handshake did meets its certificate; so does one who meets another where
        // that is of the same version.
        let first = handshake.value?.version
        for version in versions {
            let isForAny = version.version == first
            looks.append(("in \(version.version)", version.handshake.value?.certificates, isForAny))
        }
        looks.append(("by direct TLS", direct?.value?.certificates, false))
        for peer in versions.flatMap(\.others) {
            let place = "in \(peer.version), by \(peer.suite), \(peer.group) and \(peer.scheme)"
            looks.append((place, peer.certificates, false))
        }
        for hello in beyond { looks.append(("in \(hello.name)", hello.choice.value?.certificates, false)) }
        var seen = [certificates]
        return looks.compactMap { place, own, isForAny in
            guard let own, !own.isEmpty, !seen.contains(own) else { return nil }
            seen.append(own)
            return (place, own, isForAny)
        }
    }
}
