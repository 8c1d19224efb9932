# a --restart-command that fails: everything is put back
pool
before=$(written)
expect 1 node install --password-file /root/password --restart-command false
same "the node" "$before" "$(written)"
restart_pool
same "a client" in "$(app sslmode=prefer)"
