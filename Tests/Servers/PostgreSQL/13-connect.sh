# connect: psql logs in by each line that connect shows for it
installed
expect 0 postgres-ssl connect
grep '^psql ' "$said" >/tmp/lines
grep '^postgresql:' "$said" | sed "s/.*/psql '&'/" >>/tmp/lines
while read -r line; do
    same "$line" in "$(PGPASSWORD=$password bash -c "$line -XAtqwc \"SELECT 'in'\"" 2>&1 </dev/null | tail -n 1)"
done </tmp/lines
same "lines" 4 "$(wc -l </tmp/lines)"
