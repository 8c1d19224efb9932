# a mistyped password, stored as md5 and as SCRAM: refused, and the right one stays
server
echo 'S3cert pass' >/root/password
for how in md5 scram-sha-256; do
    query "SET password_encryption = '$how'; ALTER ROLE webadmin PASSWORD '$password'"
    before=$(written; secrets)
    expect refused postgres-ssl install --password-file /root/password
    says --new-password
    same "the node, stored as $how" "$before" "$(written; secrets)"
    same "a client, stored as $how" in "$(login sslmode=prefer)"
done
