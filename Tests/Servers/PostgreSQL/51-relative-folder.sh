# --certificates with a relative path
server
mkdir /srv/node
cd /srv/node
expect 0 postgres-ssl install --certificates certificates --password-file /root/password
keys=/srv/node/certificates
encrypted
restart
encrypted
