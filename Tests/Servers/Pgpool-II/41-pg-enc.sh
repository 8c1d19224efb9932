# pg_enc: the same entries as the original's, and Pgpool-II logs in by them
pool
for secret in a 'with blank' 'p:c"d' "$(printf 'long%.0s' $(seq 19))" 'Grüße'; do
    /usr/sbin/pg_enc -m -f $pool/pgpool.conf -k $pool_key -u app -- "$secret" >/dev/null
    theirs=$(grep '^app:' $pool/pool_passwd)
    pg_enc --delete app -f $pool/pgpool.conf
    printf '%s\n' "$secret" | pg_enc -m -f $pool/pgpool.conf -k $pool_key -u app --password-stdin
    same "the entry of '$secret'" "$theirs" "$(grep '^app:' $pool/pool_passwd)"
    query "ALTER ROLE app PASSWORD '$secret'"
    restart_pool
    same "a login with '$secret'" in "$(PGPASSWORD=$secret login user=app sslmode=prefer)"
done
pg_enc -f $pool/pgpool.conf -k $pool_key --check
