# install --dry-run changes nothing, and patch applies what it shows
pool
before=$(written)
expect 0 node install --dry-run --password-file /root/password
same "the node" "$before" "$(written)"
patch --dry-run -p1 -d / <"$said"
