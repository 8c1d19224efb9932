# the operator's own pair: signed with SHA-1
server
own_authority
issue $keys/server server 2048 sha1
install_keeps_key
