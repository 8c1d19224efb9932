# the operator's own pair: sound, of a company's authority
server
own_authority
issue $keys/server server
install_keeps_key
