# uninstall: every file and every stored password is as before, to the last byte
server
before=$(written; secrets)
expect 0 postgres-ssl install --password-file /root/password
expect 0 postgres-ssl reissue all
expect 0 postgres-ssl uninstall
same "the node" "$before" "$(written; secrets)"
same "a client" in "$(login sslmode=prefer)"
restart
same "a client after a restart" in "$(login sslmode=prefer)"
