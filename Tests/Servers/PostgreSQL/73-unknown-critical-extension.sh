# status where no client can verify: a critical extension that nobody knows
unverified sign "$keys/server/server.crt" '1.2.3.4 = critical,DER:0500'
