# scram_iterations: the secret is computed with the server's count
[ "$version" -ge 16 ] || skip "PostgreSQL $version has no scram_iterations"
server 'scram_iterations = 10000'
query "SET password_encryption = md5; ALTER ROLE webadmin PASSWORD '$password'"
expect 0 postgres-ssl install --password-file /root/password
encrypted
same "the count" 10000 "$(query "SELECT substring(rolpassword from '[0-9]+:') FROM pg_authid
    WHERE rolname = 'webadmin'" | tr -d :)"
