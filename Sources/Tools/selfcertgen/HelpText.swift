import NodeCertificates
import PKIX

/// What `--help` says beside the options.
enum HelpText {
    static let discussion = """
        What is missing is made, what is half-written or expired is repaired from what is whole, and what is whole \
        stays as it is; a file that is whole and cannot be used is refused, not replaced. On a node whose \
        COMPUTE_TYPE is postgres the set is root.key, root.crt, root.srl, server.key, server.crt, \
        server-req.pem, and the client's client.key, client.crt, client.csr (USER.* for a USER other than webadmin); \
        on other nodes there is no client. Where the platform's file is missing, --directory makes a whole set for \
        this host, and without --directory no client is made. An empty argument or variable counts as absent. What \
        the platform's file says goes before the environment, and options go before both.

        Further variables:
        \(variables)
          KEY_HOST       a name or address of the server, its common name (default: the name of this host)
          KEY_SAN        further names and addresses of the server, with commas

        Exit status: 0 done, or nothing to do; 64 an input is wrong; 65 what is there is broken and cannot be \
        repaired; 66 a file is missing; 67 no such user; 74 a file cannot be read or written; 75 another run is at \
        work; 77 not permitted. With 64, 65, 66, 67 and 75 nothing was changed.
        """

    private static var variables: String {
        NodeSettings.subjectVariables.map { variable, type, standard in
            let padding = String(repeating: " ", count: max(1, 15 - variable.count))
            return "  \(variable)\(padding)\(type.name) of all names (default: \(standard))"
        }.joined(separator: "\n")
    }
}
