# a second install changes nothing and says so
installed
before=$(written)
expect 0 node install --password-file /root/password --backend-root $company/root.crt
says 'nothing to do'
same "the files" "$before" "$(written)"
