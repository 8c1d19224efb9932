# what the refusal tells: certificates by selfcertgen, settings and rules in Patroni's own configuration
member 'host all all 0.0.0.0/0 md5'
start_patroni
folder=/var/lib/postgresql/keys
expect 0 selfcertgen --directory $folder --owner postgres
member 'hostssl all all 0.0.0.0/0 scram-sha-256' 'ssl: "on"' "ssl_ca_file: $folder/root.crt" \
    "ssl_cert_file: $folder/server.crt" "ssl_key_file: $folder/server.key"
reload_patroni
same "a client that verifies" in "$(login sslmode=verify-full sslrootcert=$folder/root.crt)"
differ "a client without TLS" in "$(plain)"
