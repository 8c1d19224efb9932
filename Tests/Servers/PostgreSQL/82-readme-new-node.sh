# README: "Replace selfcertgen on my nodes", where no certificate is yet, and back
platform
arrive
printf '#!/bin/sh\necho "the platform"\n' >/usr/local/sbin/selfcertgen
chmod 755 /usr/local/sbin/selfcertgen
before=$(written; secrets)
walk 'Replace selfcertgen on my nodes'
same "the node" "$before" "$(written; secrets)"
same "the script of the platform" 'the platform' "$(selfcertgen)"
