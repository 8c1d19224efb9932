# reissue server, client, all: the server serves what is new, under the same names
installed
for what in server client all; do
    old=$(served)
    names=$(names_of "$keys/server/server.crt")
    expect 0 postgres-ssl reissue "$what"
    same "the certificate that is served" "$(fingerprint "$keys/server/server.crt")" "$(served)"
    [ "$what" = client ] || differ "the certificate after reissue $what" "$old" "$(served)"
    same "the names" "$names" "$(names_of "$keys/server/server.crt")"
    encrypted
    expect 0 postgres-ssl status
done
