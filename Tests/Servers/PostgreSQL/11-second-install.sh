# a second install changes nothing and says so
installed
before=$(written)
expect 0 postgres-ssl install --password-file /root/password
says 'nothing to do'
same "the files" "$before" "$(written)"
