# the operator's own pair: an encrypted key without a command for its pass phrase
server
mkdir -p $keys/server $keys/client
authority $keys/server
issue $keys/server server
openssl pkcs8 -topk8 -in $keys/server/server.key -passout pass:secret -out $keys/server/encrypted
mv $keys/server/encrypted $keys/server/server.key
chown -R postgres:postgres /var/lib/jelastic
chmod 600 $keys/server/server.key
before=$(written; secrets)
key=$(sha256sum <$keys/server/server.key)
status=0
postgres-ssl install --password-file /root/password || status=$?
promise $status "$before"
same "the operator's key" "$key" "$(sha256sum <$keys/server/server.key)"
