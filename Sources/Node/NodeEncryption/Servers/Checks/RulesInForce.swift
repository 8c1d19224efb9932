internal import NodePlatform
internal import PostgresConfiguration
internal import ServerProbe
internal import TextEncodings

extension HostBasedAuthenticationRules {
    /// Tries a connection without encryption where these rules refuse it: a server that takes it has others in force.
    ///
    /// - Parameter patience: how long the server may take until it has these.
    func plainFindings(
        _ host: String,
        _ port: Int,
        patience: Duration = .zero
    ) throws(NodeEncryptionError) -> ServerFindings {
        let deadline = Deadline(in: patience)
        while true {
            do throws(NodeEncryptionError) {
                return try plainFindings(host, port)
            } catch .refusedByServer where !deadline.isOver {
                pause(.milliseconds(100))
            }
        }
    }

    private func plainFindings(_ host: String, _ port: Int) throws(NodeEncryptionError) -> ServerFindings {
        // A rule that only the server understands may let it in.
        guard problems.isEmpty,
            let connection = try? TCPConnection(host: host, port: port, by: Deadline(in: .seconds(5))),
            let address = connection.ownAddress
        else { return ServerFindings() }
        let (user, database) = (Platform.user, "postgres")
        guard refusesPlainConnection(from: address, user: user, database: database) == true else {
            return ServerFindings()
        }
        let place = "at \(host), port \(port)"
        func untried(_ reason: String) -> ServerFindings {
            let text = printable("whether unencrypted connections are refused \(place) was not seen")
            return ServerFindings(notes: ["\(text): \(reason)"])
        }
        do throws(ServerProbeError) {
            switch try AuthenticationQuestion.ask(inTheClear: connection, user: user, database: database) {
            case .refused(let error) where error.isRefusalByRules:
                return ServerFindings(proofs: ["a connection without encryption was refused \(place)"])
            case .refused(let error): return untried("the server answers: \(error)")
            case .asked, .admitted: break
            }
        } catch {
            return untried(error.description)
        }
        throw .refusedByServer(
            reason: "it takes unencrypted connections \(place), which its rules refuse by now; see its log"
        )
    }
}
