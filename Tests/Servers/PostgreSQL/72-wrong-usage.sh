# status where no client can verify: a certificate for clients only
unverified sign "$keys/server/server.crt" 'extendedKeyUsage = clientAuth'
