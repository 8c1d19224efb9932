# renew: silent where there is nothing to do; what ends soon is made again, and served
installed
before=$(written)
expect 0 postgres-ssl renew
silent
same "the files" "$before" "$(written)"
sign "$keys/server/server.crt" '' '' "$(date -u -d '20 days' +%Y%m%d%H%M%SZ)"
chown -R postgres:postgres "$keys"
reload
old=$(served)
expect 0 postgres-ssl renew
differ "the certificate" "$old" "$(served)"
same "the certificate that is served" "$(fingerprint "$keys/server/server.crt")" "$(served)"
encrypted
expect 0 postgres-ssl status
expect 0 postgres-ssl renew
silent
