# the operator's own pair: lines that end in CR alone
server
mkdir -p $keys/server $keys/client
authority $keys/server
issue $keys/server server
tr "\n" "\r" <$keys/server/server.crt >$keys/server/crs
mv $keys/server/crs $keys/server/server.crt
chown -R postgres:postgres /var/lib/jelastic
chmod 600 $keys/server/server.key
before=$(written; secrets)
key=$(sha256sum <$keys/server/server.key)
status=0
postgres-ssl install --password-file /root/password || status=$?
promise $status "$before"
same "the operator's key" "$key" "$(sha256sum <$keys/server/server.key)"
