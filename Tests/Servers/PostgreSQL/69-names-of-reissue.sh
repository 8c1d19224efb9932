# reissue keeps the names that install was given
installed --san sql.example.com --san 192.0.2.7
names=$(names_of $keys/server/server.crt)
grep -q 'DNS:sql.example.com' <<<"$names"
expect 0 postgres-ssl reissue server
same "the names" "$names" "$(names_of $keys/server/server.crt)"
expect 0 postgres-ssl reissue all
same "the names" "$names" "$(names_of $keys/server/server.crt)"
same "a client by that name" in "$(verified host=sql.example.com)"
