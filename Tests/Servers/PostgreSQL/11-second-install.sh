# a second install changes nothing
installed
before=$(written)
expect 0 postgres-ssl install --password-file /root/password
same "the files" "$before" "$(written)"
encrypted
