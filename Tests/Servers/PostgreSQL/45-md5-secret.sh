# a password stored as md5: install stores it as SCRAM, uninstall puts back what was stored
server
query "SET password_encryption = md5; ALTER ROLE webadmin PASSWORD '$password'"
stored=$(secrets)
same "a client before" in "$(login sslmode=prefer)"
expect 0 postgres-ssl install --password-file /root/password
encrypted
same "what is stored" SCRAM-SHA-256 "$(query "SELECT split_part(rolpassword, '\$', 1) FROM pg_authid
    WHERE rolname = 'webadmin'")"
expect 0 postgres-ssl status
expect 0 postgres-ssl uninstall
same "what is stored" "$stored" "$(secrets)"
same "a client after" in "$(login sslmode=prefer)"
