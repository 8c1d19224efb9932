# check HOST: every kind of client accepts a server with TLS, by direct TLS where its version has it
installed
root=$keys/server/root.crt
expect 0 postgres-ssl check "db.example.com:$port" --root $root --user webadmin --json
says '"channelBinding":true'
expect 0 postgres-ssl check "db.example.com:$port" --root $root
[ "$version" -lt 17 ] || says 'direct TLS: accepted'
expect 1 postgres-ssl check "db.example.com:$port" --root $root --host other.example.com
