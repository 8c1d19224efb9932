# status --login: the password of a role gets in by SCRAM-SHA-256-PLUS, another one is broken
installed
expect 0 postgres-ssl status --login webadmin --password-file /root/password
says SCRAM-SHA-256-PLUS
echo wrong >/root/wrong
expect 2 postgres-ssl status --login webadmin --password-file /root/wrong --json
finds login-wrong-password
