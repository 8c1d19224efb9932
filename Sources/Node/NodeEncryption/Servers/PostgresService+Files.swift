internal import DurableFiles
internal import TextEncodings

extension PostgresService {
    /// The settings whose value is not that of the files, and why.
    struct SettingsNotFromFiles {
        /// Those that take effect at the next start, unless its command line decides them.
        let pending: Set<String>
        /// Those that the command line of the server decides.
        let overruled: Set<String>
    }

    func settingsNotFromFiles() throws(NodeEncryptionError) -> SettingsNotFromFiles {
        let statement = """
            SELECT CASE source WHEN 'command line' THEN 'overruled ' ELSE 'pending ' END || name FROM pg_settings \
            WHERE pending_restart OR source = 'command line'
            """
        var names: [String: Set<String>] = [:]
        for line in try answer(statement).utf8.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 1).map { String(Substring($0)) }
            guard parts.count == 2 else { throw Self.unexpectedAnswer }
            names[parts[0], default: []].insert(parts[1])
        }
        return SettingsNotFromFiles(
            pending: names["pending"] ?? [],
            overruled: names["overruled"] ?? []
        )
    }

    /// The files that changed after the server read them: at the last reload, or with `sinceStart` at its start.
    ///
    /// A reload that cannot take up the settings is none; of what else it could not take up, no view tells.
    func changedFiles(sinceStart: Bool = false) throws(NodeEncryptionError) -> [ChangedFile] {
        let time = sinceStart ? "pg_postmaster_start_time()" : "pg_conf_load_time()"
        let names = ["ssl_cert_file", "ssl_key_file", "ssl_ca_file"].map { "'\($0)'" }
        // pg_stat_file tells times by the second alone, so that we look ourselves.
        let statement = """
            SELECT (extract(epoch FROM \(time)) * 1000000)::bigint || E'\\t' || kind || E'\\t' || file FROM (\
            SELECT 'settings' AS kind, current_setting('config_file') AS file \
            UNION SELECT 'settings', sourcefile FROM pg_file_settings \
            UNION SELECT 'settings', current_setting('data_directory') || '/postgresql.auto.conf' \
            UNION SELECT 'rules', current_setting('hba_file') \
            UNION SELECT 'rules', to_jsonb(r)->>'file_name' FROM pg_hba_file_rules r \
            UNION SELECT 'maps', current_setting('ident_file') \
            UNION SELECT 'certificates', setting FROM pg_settings WHERE name IN (\(names.joined(separator: ", "))) \
            UNION SELECT 'revocations', setting FROM pg_settings WHERE name = 'ssl_crl_file'\
            ) AS files WHERE file <> '' AND file !~ E'[\\n\\r]' ORDER BY kind, file LIMIT 1000
            """
        var changed: [ChangedFile] = []
        for line in try answer(statement).utf8.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 2).map { String(Substring($0)) }
            guard parts.count == 3, let time = Int(parts[0]), let kind = ChangedFile.Kind(rawValue: parts[1])
            else {
                throw Self.unexpectedAnswer
            }
            let path = PathText.joining(layout.dataFolder, parts[2])
            // The clock of files is up to a hundredth of a second late: what is not surely older may be newer.
            let earliest = sinceStart ? time - 20_000 : time
            guard let times = FileTimes(of: path) else {
                if sinceStart { changed.append(ChangedFile(kind: kind, path: path, change: .written)) }
                continue
            }
            guard let change = times.change(since: earliest, now: FileTimes.now) else { continue }
            changed.append(ChangedFile(kind: kind, path: path, change: change))
        }
        return changed
    }
}
