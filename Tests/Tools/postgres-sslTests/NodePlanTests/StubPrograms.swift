import TestSupport

/// What stands for PostgreSQL's programs on the node of a case: they answer by the files in the folder `stub` beside
/// them, which a case may write, and note in `stub/calls` what they were called for.
enum StubPrograms {
    static func write(to folder: TemporaryFolder) throws {
        for (name, script) in all {
            try folder.write("#!/bin/sh\n" + script, to: "stub/" + name, mode: 0o755)
        }
    }

    private static let all = [
        "as-server": #"ROLE='as the server: ' exec "$@""#,
        "postgres": """
        stub=${0%/*}
        echo "${ROLE}postgres $1 $2" >> "$stub/calls"
        if [ -e "$stub/refusal" ]; then cat "$stub/refusal" >&2; exit 1; fi
        if [ -e "$stub/ssl" ]; then cat "$stub/ssl"; else echo on; fi

        """,
        "reload": service("reload"),
        "restart": service("restart"),
        "psql": #"""
        stub=${0%/*} statement=
        answer() { if [ -e "$stub/$1" ]; then cat "$stub/$1"; elif [ -n "$2" ]; then printf '%s\n' "$2"; fi; }
        while [ $# -gt 0 ]; do
            case $1 in
            -c) statement=$2; shift ;;
            -f) statement=$(cat) ;;
            esac
            shift
        done
        case $statement in
        *'ALTER ROLE'*) printf '%s\n' "$statement" | while read -r line; do
            printf '%spsql < %s\n' "$ROLE" "$line" >> "$stub/calls"; done ;;
        esac
        if [ -e "$stub/no-answer" ]; then cat "$stub/no-answer" >&2; exit 2; fi
        case $statement in
        *'ALTER ROLE'*)
            if [ -e "$stub/no-storing" ]; then cat "$stub/no-storing" >&2; exit 3; fi
            secret=${statement##*PASSWORD }
            if [ "$secret" = 'NULL;' ]; then : > "$stub/stored"; else
                secret=${secret#\'}; printf '%s\n' "${secret%\';}" > "$stub/stored"; fi ;;
        *'encode('*rolvaliduntil*) answer roles ;;
        *rolvaliduntil*) answer login-facts some-database ;;
        *pg_is_in_recovery*) answer role '0 1 4096' ;;
        *rolcanlogin*) answer md5-roles ;;
        *scram_iterations*) answer other-secrets ;;
        *pg_postmaster_start_time*certificates*)
            # As after a renewal, so that the certificate is looked at.
            answer changed-since-start "$(printf '0\tcertificates\t%s' "${stub%/*}/SSL-TLS/server/server.crt")" ;;
        *pg_conf_load_time*certificates*) answer changed ;;
        *pending_restart*) answer not-from-files ;;
        *pg_file_settings*) answer complaints
            # What the tool finds wrong already is there before the reload, what the change brings only after it.
            if grep -q '^reload' "$stub/calls"; then answer new-complaints; fi ;;
        *pg_hba_file_rules*) answer rule-lines "$(find "${stub%/*}" -name '*.conf' | while read -r file; do
            awk -v "file=${file##*/}" '/^[^#]/ { print file "\t" NR }' "$file"; done)" ;;
        *pg_conf_load_time*) answer load-time "load $(grep -c '^reload' "$stub/calls")" ;;
        'SHOW listen_addresses') answer listens '*' ;;
        'SHOW ssl') answer running-ssl on ;;
        *'SHOW ssl_cert_file'*) answer cert-file "${stub%/*}/SSL-TLS/server/server.crt" ;;
        'SHOW hba_file') answer hba-file "${stub%/*}/data/pg_hba.conf" ;;
        *boot_val*) answer standards '' ;;
        *'SHOW config_file'*) answer config-file "${stub%/*}/data/postgresql.conf" ;;
        *'SHOW data_directory'*) answer data-directory "${stub%/*}/data" ;;
        *'encode('*) answer roles ;;
        *'SELECT rolpassword'*) answer stored ;;
        *"'pgaudit.log'"*) answer audited 0 ;;
        *"source <> 'command line'"*) answer settings | while read -r name value; do
            grep -qx "overruled $name" "$stub/not-from-files" 2>/dev/null || printf '%s %s\n' "$name" "$value"
        done ;;
        *pg_settings*) answer settings ;;
        *) printf 'unknown: %s\n' "$statement" >&2; exit 3 ;;
        esac

        """#,
    ]

    private static func service(_ name: String) -> String {
        """
        stub=${0%/*}
        echo \(name) >> "$stub/calls"
        if [ -e "$stub/served-next" ]; then mv "$stub/served-next" "$stub/served"; fi
        if [ -e "$stub/\(name)-fails" ]; then cat "$stub/\(name)-fails" >&2; exit 1; fi

        """
    }
}
