# status --login: a login through Pgpool-II, which offers no channel binding
installed
head -n 1 /root/password >/root/webadmin
expect 0 node status --backend-root $company/root.crt --login webadmin --password-file /root/webadmin
says 'by SCRAM-SHA-256 over'
