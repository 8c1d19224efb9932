# --restart-command: install, reissue and uninstall are in force when they end
pool
before=$(written)
restart=(--restart-command /mnt/support/restart-pool)
expect 0 node install --password-file /root/password --backend-root $company/root.crt "${restart[@]}"
encrypted
expect 0 node reissue server "${restart[@]}"
same "what is served" "$(fingerprint $keys/server/server.crt)" "$(served 9999)"
encrypted
expect 0 node uninstall "${restart[@]}"
same "the node" "$before" "$(written)"
same "a client after" in "$(app sslmode=prefer)"
