# the operator's own pair: signed with SHA-1
server
mkdir -p $keys/server $keys/client
authority $keys/server
issue $keys/server server 2048 sha1
chown -R postgres:postgres /var/lib/jelastic
chmod 600 $keys/server/server.key
before=$(written; secrets)
key=$(sha256sum <$keys/server/server.key)
status=0
postgres-ssl install --password-file /root/password || status=$?
promise $status "$before"
same "the operator's key" "$key" "$(sha256sum <$keys/server/server.key)"
