# selfcertgen on an operator's pair in another form: chains, UTF-16, Base64, cut off, a vault's; the key stays
mkdir own
authority own
issue own server
selfcertgen --directory base --owner root
new() {
    rm -rf set
    cp -r base set
    cp own/server.key own/server.crt set
}
try() {
    local digest
    digest=$(sha256sum set/server.key set/server.crt)
    selfcertgen --directory set --owner root || true
    same "$1" "$digest" "$(sha256sum set/server.key set/server.crt)"
}
end='-----END CERTIFICATE-----'
new; cat own/server.crt own/root.crt >set/server.crt; try "a chain"
new; { printf %s "$(cat own/server.crt)"; cat own/root.crt; } >set/server.crt; try "a chain without a line break"
new; sed "s/^$end\$/${end%-}/" own/server.crt >set/server.crt; try "an END line without its last dash"
new; iconv -t UTF-16 own/server.crt >set/server.crt; try "UTF-16"
new; base64 -w 0 own/server.crt >set/server.crt; try "Base64 of the PEM text"
new; grep -v -e ----- own/server.crt >set/server.crt; try "Base64 alone"
new; { cat own/server.crt; head -c 500 own/root.crt; } >set/server.crt; try "a chain that is cut off"
new; { cat own/server.crt; echo '-----BEGIN of the chain'; cat own/root.crt; } >set/server.crt; try "a comment"
new
for name in crt key; do
    { echo '$ANSIBLE_VAULT;1.1;AES256'; od -An -tx1 own/server.$name | tr -d ' '; } >set/server.$name
done
try "a vault's"
