# the operator's own pair: an encrypted key
pool
mkdir -p $keys/server
authority $keys/server
issue $keys/server server
openssl pkcs8 -topk8 -in $keys/server/server.key -passout pass:secret -out $keys/server/encrypted
mv $keys/server/encrypted $keys/server/server.key
chown -R postgres:postgres /var/lib/jelastic
chmod 600 $keys/server/server.key
before=$(written; secrets)
status=0
node install --password-file /root/password --restart-command /mnt/support/restart-pool || status=$?
promise $status "$before"
