# reissue keeps the names that install was given
installed --san pool.example.com --san 192.0.2.7
names=$(names_of $keys/server/server.crt)
grep -q 'DNS:pool.example.com' <<<"$names"
expect 0 node reissue server
same "the names" "$names" "$(names_of $keys/server/server.crt)"
restart_pool
same "a client by that name" in "$(through host=pool.example.com)"
