import Measuring
import Sampling

/// What the original script does on a new PostgreSQL node, as the commands of `openssl` that do it.
private let opensslCommands = """
    set -e
    cd "$1"
    subject=/C=CH/ST=8200/L=Schaffhausen/O=Example
    openssl req -new -x509 -newkey rsa:2048 -nodes -days 3650 -subj "$subject/CN=postgres.env" \\
        -keyout root.key -out root.crt
    openssl req -new -newkey rsa:2048 -nodes -subj "$subject/CN=$(hostname)" -keyout server.key -out server-req.pem
    openssl x509 -req -in server-req.pem -days 3650 -CA root.crt -CAkey root.key -set_serial 1 -out server.crt
    openssl req -new -newkey rsa:2048 -nodes -subj "$subject/CN=webadmin" -keyout client.key -out client.csr
    openssl x509 -req -in client.csr -days 365 -CA root.crt -CAkey root.key -CAcreateserial -out client.crt
    chmod 600 *
    """

/// The same by GnuTLS's command.
private let certtoolCommands = """
    set -e
    cd "$1"
    for name in root server client; do
        printf '%s\\n' 'country = CH' 'organization = Example' "cn = $name" 'expiration_days = 365' >$name.cfg
        certtool --generate-privkey --key-type rsa --bits 2048 --outfile $name.key
    done
    printf '%s\\n' ca cert_signing_key >>root.cfg
    certtool --generate-self-signed --load-privkey root.key --template root.cfg --outfile root.crt
    for name in server client; do
        printf '%s\\n' tls_www_$name signing_key encryption_key >>$name.cfg
        certtool --generate-request --load-privkey $name.key --template $name.cfg --outfile $name.csr
        certtool --generate-certificate --load-request $name.csr --load-ca-certificate root.crt \\
            --load-ca-privkey root.key --template $name.cfg --outfile $name.crt
    done
    chmod 600 *
    """

func certificateToolRows(_ rows: inout Rows) {
    // As good as all of it is the search for primes, so that the mean is what tells.
    let newNode = "Whole processes/a new node's three keys and certificates"
    rows.measurePrograms(newNode, by: .ours, samples: 100, statistic: .mean) {
        try withFolder { try run([Tools.path("selfcertgen"), "--directory", "\($0)/SSL-TLS"]) }
    }
    for (contender, commands) in [(Contender.openSSL, opensslCommands), (.gnuTLS, certtoolCommands)] {
        rows.measurePrograms(newNode, by: contender, samples: 30, statistic: .mean) {
            try withFolder { try run(["sh", "-c", commands, "sh", $0]) }
        }
    }
}
