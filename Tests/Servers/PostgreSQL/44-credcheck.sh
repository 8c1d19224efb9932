# credcheck: a secret that it refuses leaves all as it was, with the setting to change; with that setting it is stored
[ -e "/usr/share/postgresql/$version/extension/credcheck.control" ] || skip "no credcheck for PostgreSQL $version"
server "shared_preload_libraries = 'credcheck'"
echo 'An0ther password' >/root/password
before=$(written; secrets)
expect refused postgres-ssl install --new-password --password-file /root/password
says credcheck.encrypted_password_allowed
same "the node" "$before" "$(written; secrets)"
same "a client" in "$(login sslmode=prefer)"
echo 'credcheck.encrypted_password_allowed = on' >>"$configuration/postgresql.conf"
restart
expect 0 postgres-ssl install --new-password --password-file /root/password
password='An0ther password'
encrypted
