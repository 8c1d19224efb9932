# README: "TLS on my Debian server", from nothing to a verified login and back
arrive
walk 'TLS on my Debian server'
