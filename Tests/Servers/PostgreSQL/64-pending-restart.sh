# a setting that waits for a restart: install, reissue and uninstall go on
installed
echo 'shared_buffers = 24MB' >>"$configuration/postgresql.conf"
expect 0 postgres-ssl reissue server
encrypted
expect 0 postgres-ssl uninstall
query "SET password_encryption = md5; ALTER ROLE webadmin PASSWORD '$password'"
expect 0 postgres-ssl install --password-file /root/password
encrypted
