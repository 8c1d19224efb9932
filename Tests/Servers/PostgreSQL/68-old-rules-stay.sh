# a rule that the server refuses: install says 0 only where its rules are in force
server
sed -i '1i hostssl app app 198.51.100.0/24 scram-sha-256 clientcert=1' "$configuration/pg_hba.conf"
before=$(written; secrets)
status=0
postgres-ssl install --password-file /root/password || status=$?
if [ "$version" -le 13 ]; then
    same "install, where the rule is valid" 0 $status
    encrypted
    restart
    encrypted
else
    differ "install" 0 $status
    same "the node" "$before" "$(written; secrets)"
    expect 2 postgres-ssl status
fi
