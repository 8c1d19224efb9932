# a mistyped password: refused, and the entry stays
installed
before=$(written)
printf '%s\n' 'S3cert pass' other >/root/password
expect refused node install --password-file /root/password
says --new-password
same "the node" "$before" "$(written)"
encrypted
