# install --client-auth cert: a client logs in by its certificate, and without one by none
server
expect 0 postgres-ssl install --password-file /root/password --client-auth cert
own="sslcert=$keys/client/client.crt sslkey=$keys/client/client.key"
same "with the certificate" in "$(PGPASSWORD= verified "$own")"
differ "without the certificate" in "$(verified)"
expect 0 postgres-ssl status
expect 0 postgres-ssl uninstall
