# the operator's own pair: a key of 1024 bits
server
own_authority
issue $keys/server server 1024
install_keeps_key
