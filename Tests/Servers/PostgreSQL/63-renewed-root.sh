# selfcertgen with a lost root.crt of openssl's root: certificates that it signed are still verified
mkdir set
openssl req -new -x509 -newkey rsa:2048 -nodes -keyout set/root.key -out set/root.crt -days 3650 \
    -subj '/C=CH/CN=sqldb.env-1' 2>/dev/null
selfcertgen --directory set --owner root
selfcertgen alice --directory set --owner root
openssl verify -CAfile set/root.crt set/server.crt set/client.crt set/alice.crt
digest=$(sha256sum set/server.key set/server.crt)
rm set/root.crt
expect 0 selfcertgen --directory set --owner root
openssl verify -CAfile set/root.crt set/server.crt set/client.crt set/alice.crt
same "the server's pair" "$digest" "$(sha256sum set/server.key set/server.crt)"
