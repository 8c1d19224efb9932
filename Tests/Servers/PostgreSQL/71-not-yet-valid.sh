# status where no client can verify: a certificate that is not valid yet
unverified sign "$keys/server/server.crt" '' 20330101000000Z
