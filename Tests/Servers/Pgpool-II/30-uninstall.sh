# uninstall: every file is as before, to the last byte
pool
before=$(written)
expect 0 node install --password-file /root/password --backend-root $company/root.crt
restart_pool
expect 0 node reissue all
expect 0 node uninstall
same "the node" "$before" "$(written)"
restart_pool
same "a client" in "$(app sslmode=prefer)"
