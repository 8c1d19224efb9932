# a stopped server: what a command says is true once the server starts
server
stop
before=$(written)
status=0
postgres-ssl install --password-file /root/password || status=$?
if [ $status = 0 ]; then
    start
    encrypted
else
    same "the node after a refusal" "$before" "$(written)"
    start
    expect 0 postgres-ssl install --password-file /root/password
fi
stop
expect 0 postgres-ssl reissue server
differ "status" 0 "$(postgres-ssl status >/dev/null; echo $?)"
start
encrypted
same "what is served" "$(fingerprint $keys/server/server.crt)" "$(served)"
stop
expect 0 postgres-ssl uninstall
same "the node" "$before" "$(written)"
start
same "a client" in "$(login sslmode=prefer)"
