# install --dry-run changes nothing, and patch applies what it shows
server
before=$(written; secrets)
expect 0 postgres-ssl install --dry-run --password-file /root/password
same "the node" "$before" "$(written; secrets)"
patch --dry-run -p1 -d / <"$said"
