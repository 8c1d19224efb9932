# renew: silent where there is nothing to do; what ends soon is made again, and served
installed
before=$(written)
expect 0 node renew
silent
same "the files" "$before" "$(written)"
sign "$keys/server/server.crt" '' '' "$(date -u -d '20 days' +%Y%m%d%H%M%SZ)"
chown -R postgres:postgres "$keys"
old=$(served 9999)
expect 0 node renew --restart-command /mnt/support/restart-pool
differ "the certificate" "$old" "$(served 9999)"
same "the certificate that is served" "$(fingerprint "$keys/server/server.crt")" "$(served 9999)"
encrypted
expect 0 node renew
silent
