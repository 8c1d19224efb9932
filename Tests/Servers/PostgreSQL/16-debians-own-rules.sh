# Debian's cluster as it comes, with roles stored as the version does: a verifying client logs in, nothing is broken
echo "$password" >/root/password
rm -rf /etc/pgpool2
pg_createcluster "$version" main -- --no-sync >/dev/null
before=$(written)
start
query "CREATE ROLE webadmin SUPERUSER LOGIN PASSWORD '$password'"
stored=$(secrets)
expect 0 postgres-ssl install --password-file /root/password
same "a client of this host that verifies" in "$(verified hostaddr=127.0.0.1)"
# Up to 13 the rules are md5, which is a warning.
expect "$([ "$version" -gt 13 ] && echo 0 || echo 1)" postgres-ssl status
expect 0 postgres-ssl uninstall
same "the node" "$before$stored" "$(written)$(secrets)"
