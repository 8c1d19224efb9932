# selfcertgen on a root.crt with a second root, without a line break between them: both stay
selfcertgen --directory set --owner root
mkdir company
authority company
{ printf %s "$(cat set/root.crt)"; cat company/root.crt; } >both
cp both set/root.crt
selfcertgen --directory set --owner root || true
cmp both set/root.crt
