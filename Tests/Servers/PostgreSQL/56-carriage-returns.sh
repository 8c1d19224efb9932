# the operator's own pair: lines that end in CR alone
server
own_authority
issue $keys/server server
tr "\n" "\r" <$keys/server/server.crt >$keys/server/crs
mv $keys/server/crs $keys/server/server.crt
install_keeps_key
