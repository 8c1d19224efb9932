import Foundation
import Measuring

/// What the original script does on a new PostgreSQL node, as the commands of `openssl` that do it.
private let opensslCommands = """
    set -e
    cd "$1"
    subject=/C=CH/ST=8200/L=Schaffhausen/O=Example
    openssl req -new -x509 -newkey rsa:2048 -nodes -days 3650 -subj "$subject/CN=postgres.env" -keyout root.key -out root.crt
    openssl req -new -newkey rsa:2048 -nodes -subj "$subject/CN=$(hostname)" -keyout server.key -out server-req.pem
    openssl x509 -req -in server-req.pem -days 3650 -CA root.crt -CAkey root.key -set_serial 1 -out server.crt
    openssl req -new -newkey rsa:2048 -nodes -subj "$subject/CN=webadmin" -keyout client.key -out client.csr
    openssl x509 -req -in client.csr -days 365 -CA root.crt -CAkey root.key -CAcreateserial -out client.crt
    chmod 600 *
    """

func certificateToolRows() {
    let newNode = "selfcertgen, all on a new PostgreSQL node"
    measure(newNode, by: .ours, samples: 50, clock: .wall) {
        try withFolder { try run(["selfcertgen", "--directory", "\($0)/SSL-TLS"]) }
    }
    measure(newNode, by: .openSSL, samples: 30, clock: .wall) {
        try withFolder { try run(["sh", "-c", opensslCommands, "sh", $0]) }
    }

    let start = "a tool's start and end"
    measure(start, by: .ours, samples: 100, clock: .wall) { try run(["selfcertgen", "--version"]) }
    measure(start, by: .openSSL, samples: 100, clock: .wall) { try run(["openssl", "version"]) }
}
