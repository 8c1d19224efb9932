# --owner is not the user that the server runs as
server
before=$(written; secrets)
status=0
postgres-ssl install --owner daemon --password-file /root/password || status=$?
promise $status "$before"
