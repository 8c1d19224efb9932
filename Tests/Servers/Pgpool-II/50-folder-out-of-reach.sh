# certificates in a folder that Pgpool-II cannot enter
pool
before=$(written; secrets)
status=0
node install --certificates /root/keys --password-file /root/password --restart-command /mnt/support/restart-pool ||
    status=$?
keys=/root/keys
promise $status "$before"
