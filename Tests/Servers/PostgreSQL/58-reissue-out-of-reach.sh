# reissue where the server cannot enter the folder any more: 0 is said only of what is served
installed
chown root:root $keys
chmod 700 $keys
status=0
postgres-ssl reissue server || status=$?
[ $status != 0 ] || same "what is served" "$(fingerprint $keys/server/server.crt)" "$(served)"
