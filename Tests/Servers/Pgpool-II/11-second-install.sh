# a second install changes nothing
installed
before=$(written)
expect 0 node install --password-file /root/password --backend-root $company/root.crt
same "the files" "$before" "$(written)"
