# install: refused with where to write instead, and nothing is changed
member 'host all all 0.0.0.0/0 md5'
start_patroni
# Patroni keeps copies of its own.
files() { written | grep -v '\.backup '; secrets; }
before=$(files)
expect refused postgres-ssl install --password-file /root/password
says Patroni
says postgresql.parameters
says postgresql.pg_hba
same "the node" "$before" "$(files)"
same "a client" in "$(login sslmode=prefer)"
expect refused postgres-ssl reissue server
same "the node" "$before" "$(files)"
