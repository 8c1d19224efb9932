# the operator's own pair: a key of 1024 bits
pool
mkdir -p $keys/server
authority $keys/server
issue $keys/server server 1024
chown -R postgres:postgres /var/lib/jelastic
chmod 600 $keys/server/server.key
before=$(written; secrets)
status=0
node install --password-file /root/password --restart-command /mnt/support/restart-pool || status=$?
promise $status "$before"
