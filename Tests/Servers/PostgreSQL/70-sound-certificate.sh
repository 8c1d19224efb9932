# status of a certificate that the node's root signed elsewhere: clients verify it, and status is 0
installed
sign "$keys/server/server.crt" ''
chown -R postgres:postgres "$keys"
reload
encrypted
expect 0 postgres-ssl status
