# a rule by cert with a map: connect and status go by the server's own reading of it
installed
sed -i '1i hostssl all webadmin 0.0.0.0/0 cert map=m' "$configuration/pg_hba.conf"
own="sslcert=$keys/client/client.crt sslkey=$keys/client/client.key"
map() { printf '%s\n' "$@" >"$configuration/pg_ident.conf" && reload; }

map 'm other webadmin' 'm "/^(.*)min$" \1max'
differ "by a map of others" in "$(PGPASSWORD= verified "$own")"
if [ "$version" -ge 15 ]; then
    expect 65 postgres-ssl connect
    expect 2 postgres-ssl status --json
    finds hba-user-refused
else
    expect 0 postgres-ssl status --json
    finds hba-map-unclear
fi

map 'm "/^(.*)min$" \1min'
same "by an expression" in "$(PGPASSWORD= verified "$own")"
expect 0 postgres-ssl connect
expect 0 postgres-ssl status

# From 16 on a user of the map may be everybody, a group or an expression.
[ "$version" -ge 16 ] || exit 0
query 'CREATE ROLE clients; GRANT clients TO webadmin'
for line in 'm webadmin all' 'm webadmin +webadmin' 'm webadmin "/^web"' 'm webadmin +clients'; do
    map "$line"
    differ "by $line: the verdict" "$([ "$(PGPASSWORD= verified "$own")" = in ] && echo 65 || echo 0)" \
        "$(postgres-ssl connect >/dev/null 2>&1; echo $?)"
done
rm "$configuration/pg_ident.conf"
reload
expect 0 postgres-ssl renew
