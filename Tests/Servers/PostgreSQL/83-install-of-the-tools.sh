# Scripts/install: a stranger of the same name is kept, named where it stands before in PATH, and never lost
arrive
place=/usr/local/sbin/selfcertgen
echo 'first' >$place
chmod 755 $place
expect 0 ./install --tools tools
says "$place stands before /usr/local/bin/selfcertgen in PATH"
same "the stranger" first "$(cat $place)"
expect 0 ./install --tools tools --platform
! grep -F 'stands before' "$said" || fail "it names a file that does not stand before"
same "what is in place" "$(sha256sum <tools/selfcertgen)" "$(sha256sum <$place)"
same "the stranger" first "$(cat $place.before)"
# Its own earlier version is no stranger.
expect 0 ./install --tools tools --platform
same "the stranger" first "$(cat $place.before)"
rm $place
echo 'second' >$place
chmod 755 $place
rm /usr/local/bin/pg_enc
expect 65 ./install --tools tools --platform
same "both strangers" 'first second' "$(cat $place.before $place | paste -s -d ' ')"
[ ! -e /usr/local/bin/pg_enc ] || fail "something was installed nevertheless"
expect 64 ./install --platfrom
expect 66 ./install --tools /nowhere
