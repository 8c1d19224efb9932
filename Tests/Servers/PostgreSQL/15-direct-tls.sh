# sslnegotiation=direct: a verifying client logs in without asking for TLS first
installed
[ "$version" -ge 17 ] || skip "PostgreSQL $version has no direct TLS"
same "direct" in "$(verified sslnegotiation=direct)"
expect 0 postgres-ssl status
