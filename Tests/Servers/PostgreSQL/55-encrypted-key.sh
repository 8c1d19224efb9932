# the operator's own pair: an encrypted key without a command for its pass phrase
server
own_authority
issue $keys/server server
openssl pkcs8 -topk8 -in $keys/server/server.key -passout pass:secret -out $keys/server/encrypted
mv $keys/server/encrypted $keys/server/server.key
install_keeps_key
