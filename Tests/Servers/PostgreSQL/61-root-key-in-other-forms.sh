# selfcertgen on a root key in another form: enciphered, UTF-16, Base64, a lost dash; it stays
selfcertgen --directory base --owner root
try() {
    rm -rf set
    mkdir set
    cp form set/root.key
    selfcertgen --directory set --owner root || true
    cmp form set/root.key || fail "$1: the root key is another"
}
openssl enc -base64 -e -aes-256-cbc -salt -pass pass:secret -in base/root.key -out form 2>/dev/null
try "enciphered with the cluster's pass phrase"
openssl pkcs8 -topk8 -passout pass:secret -in base/root.key -out form; try "encrypted PKCS #8"
iconv -t UTF-16 base/root.key >form; try "UTF-16"
end='-----END PRIVATE KEY-----'
sed "s/^$end\$/${end%-}/" base/root.key >form; try "an END line without its last dash"
base64 -w 0 base/root.key >form; try "Base64 of the PEM text"
