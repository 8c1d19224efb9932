# reissue server, all: the new certificate is served after a restart, under the same names
installed
for what in server all; do
    old=$(served 9999)
    names=$(names_of "$keys/server/server.crt")
    expect 0 node reissue "$what"
    says restart
    restart_pool
    same "the certificate that is served" "$(fingerprint "$keys/server/server.crt")" "$(served 9999)"
    differ "the certificate after reissue $what" "$old" "$(served 9999)"
    same "the names" "$names" "$(names_of "$keys/server/server.crt")"
    encrypted
    expect 0 node status --backend-root $company/root.crt
done
