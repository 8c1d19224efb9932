# certificates in a folder that the server cannot enter
server
before=$(written; secrets)
status=0
postgres-ssl install --certificates /root/keys --password-file /root/password || status=$?
keys=/root/keys
promise $status "$before"
same "/root/keys" '' "$([ $status = 0 ] || find /root/keys 2>/dev/null)"
