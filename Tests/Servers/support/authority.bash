# Sourced by `run`: keys and certificates as operators bring them, made by openssl.

# authority FOLDER: an authority, as root.key and root.crt.
authority() {
    openssl req -x509 -newkey rsa:2048 -nodes -sha256 -keyout "$1/root.key" -out "$1/root.crt" -days 3650 \
        -subj '/O=Company/CN=Company Root' 2>/dev/null
}

# issue FOLDER NAME [BITS [DIGEST [EXTENSION]]]: NAME.key, and NAME.crt of the authority there, for db.example.com.
issue() {
    local folder=$1 name=$2 bits=${3:-2048} digest=${4:-sha256} extension=${5:-}
    openssl req -newkey "rsa:$bits" -nodes -keyout "$folder/$name.key" -out "$folder/$name.csr" \
        -subj /CN=db.example.com 2>/dev/null
    printf 'subjectAltName = DNS:db.example.com\n%s\n' "$extension" >"$folder/$name.ext"
    openssl x509 -req "-$digest" -in "$folder/$name.csr" -out "$folder/$name.crt" -CA "$folder/root.crt" \
        -CAkey "$folder/root.key" -set_serial "0x$(openssl rand -hex 8)" -days 397 \
        -extfile "$folder/$name.ext" 2>/dev/null
    rm "$folder/$name.csr" "$folder/$name.ext"
}

# originals_set FOLDER: a set as the original selfcertgen makes it, of X.509 version 1 below the root, where the add-on
# puts it.
originals_set() {
    local name subject=/C=CH/ST=8200/L=Schaffhausen/O=Company
    mkdir -p "$1/server" "$1/client"
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1/server/root.key" -out "$1/server/root.crt" -days 3650 \
        -subj "$subject/CN=sqldb.env-1.example.com" 2>/dev/null
    for name in server client; do
        openssl req -newkey rsa:2048 -nodes -keyout "$1/$name/$name.key" -out "$1/$name.csr" \
            -subj "$subject/CN=$([ $name = server ] && hostname || echo webadmin)" 2>/dev/null
        openssl x509 -req -in "$1/$name.csr" -CA "$1/server/root.crt" -CAkey "$1/server/root.key" \
            -CAserial "$1/server/root.srl" -CAcreateserial -days 365 -out "$1/$name/$name.crt" 2>/dev/null
        rm "$1/$name.csr"
    done
    ln -s ../server/root.crt "$1/client/root.crt"
    chown -R postgres:postgres "$1"
    find "$1" -type f -exec chmod 600 {} +
}

# fingerprint FILE: the digest of a certificate.
fingerprint() {
    openssl x509 -in "$1" -noout -fingerprint -sha256
}

# served [PORT]: the digest of the certificate that a running server serves.
served() {
    openssl s_client -starttls postgres -connect "192.0.2.1:${1:-5432}" </dev/null 2>/dev/null |
        openssl x509 -noout -fingerprint -sha256
}

# names_of FILE: the names of a certificate.
names_of() {
    openssl x509 -in "$1" -noout -ext subjectAltName | tail -n 1 | tr -d ' '
}

# sign FILE EXTENSION [START [END]]: a certificate for the key of the node's server by its root.
sign() {
    rm -rf /root/ca
    mkdir /root/ca
    touch /root/ca/index
    openssl req -new -key "$keys/server/server.key" -subj /CN=db.example.com -out /root/ca/request 2>/dev/null
    printf '%s\n' '[ca]' 'default_ca = own' '[own]' 'database = /root/ca/index' 'new_certs_dir = /root/ca' \
        'rand_serial = yes' 'default_md = sha256' 'policy = any' '[any]' 'commonName = supplied' >/root/ca/settings
    printf '%s\n' 'subjectAltName = DNS:db.example.com' 'authorityKeyIdentifier = keyid' "$2" >/root/ca/extensions
    openssl ca -batch -config /root/ca/settings -cert "$keys/server/root.crt" -keyfile "$keys/server/root.key" \
        -in /root/ca/request -extfile /root/ca/extensions -startdate "${3:-20250101000000Z}" \
        -enddate "${4:-20350101000000Z}" -notext -out "$1" 2>/dev/null
}
