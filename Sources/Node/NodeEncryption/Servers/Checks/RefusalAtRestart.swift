internal import DurableFiles
internal import PostgresConfiguration
internal import TextEncodings

extension PostgresService {
    /// Why a running server would not start again by settings that wait for that, as far as they name files that are
    /// not there, or that its user cannot open; `nil` where nothing says so. Not yet made printable.
    ///
    /// Its program takes such a value without a look at the file (`postgres -C`), and looks for it only when it starts:
    /// `load_hba`, `StreamServerPort` and `load_libraries` in `PostmasterMain`.
    func refusalAtRestart() throws(NodeEncryptionError) -> String? {
        let settings = try layout.settings()
        for (name, present) in try settingsOfStart() {
            guard let next = settings.value(of: name), !RequiredSettings.isSame(next, present) else {
                continue
            }
            let fault: String? =
                switch name {
                case "hba_file": try faultOfFile(next)
                case "unix_socket_directories": try faultOfFolders(next)
                case "shared_preload_libraries": try faultOfLibraries(next)
                default: nil
                }
            if let fault { return "\(name) is \(RequiredSettings.shown(next)) in its files, and \(fault)" }
        }
        return nil
    }

    /// The settings that name what has to be there at a start, with their values in the running server.
    private func settingsOfStart() throws(NodeEncryptionError) -> [(name: String, value: String)] {
        let answer = try answer(
            """
            SELECT name || ' ' || setting FROM pg_settings WHERE source <> 'command line' AND name IN \
            ('hba_file', 'unix_socket_directories', 'shared_preload_libraries') ORDER BY name
            """
        )
        return answer.utf8.split(separator: UInt8(ascii: "\n")).map { line in
            let name = line.prefix { $0 != UInt8(ascii: " ") }
            return (String(Substring(name)), String(Substring(line.dropFirst(name.count + 1))))
        }
    }

    /// A path that does not begin at the root depends on where the server is started from.
    private func faultOfFile(_ path: String) throws(NodeEncryptionError) -> String? {
        guard PathText.isAbsolute(path), try !unopened([path]).isEmpty else { return nil }
        return "the server's user cannot open that file"
    }

    /// A server needs one of the folders.
    private func faultOfFolders(_ list: String) throws(NodeEncryptionError) -> String? {
        let folders = Self.elements(of: list)
        for folder in folders {
            // An abstract socket has no file.
            if !PathText.isAbsolute(folder) { return nil }
            if try canEnter(folder) { return nil }
        }
        return folders.isEmpty ? nil : "the server's user can enter none of these"
    }

    private func faultOfLibraries(_ list: String) throws(NodeEncryptionError) -> String? {
        let answer = try answer(
            """
            SELECT (SELECT setting FROM pg_config WHERE name = 'PKGLIBDIR') || E'\\t' || \
            current_setting('dynamic_library_path')
            """
        )
        let parts = answer.trimmed.utf8.split(
            separator: UInt8(ascii: "\t"),
            omittingEmptySubsequences: false
        ).map { String(Substring($0)) }
        guard parts.count == 2, !parts[0].isEmpty else { throw Self.unexpectedAnswer }
        // As the beginning alone (`substitute_libpath_macro`).
        func inFolder(_ path: String) -> String {
            let macro = "$libdir".utf8
            guard path.utf8.starts(with: macro) else { return path }
            return parts[0] + String(Substring(path.utf8.dropFirst(macro.count)))
        }
        let folders = parts[1].utf8.split(separator: UInt8(ascii: ":")).map {
            inFolder(String(Substring($0)))
        }
        for library in Self.elements(of: list) {
            let places =
                library.utf8.contains(UInt8(ascii: "/"))
                ? [inFolder(library)] : folders.map { PathText.joining($0, library) }
            let paths = places.flatMap { [$0, $0 + ".so"] }
            // One of a place that depends on where the server is started from is not looked for.
            guard paths.allSatisfy(PathText.isAbsolute) else { continue }
            if try unopened(paths).count == paths.count { return "the library \(library) is not there" }
        }
        return nil
    }

    /// The elements of a list of names or paths, without the quotes around them (`SplitDirectoriesString`).
    private static func elements(of list: String) -> [String] {
        list.utf8.split(separator: UInt8(ascii: ",")).map { element in
            let text = String(Substring(element)).trimmed
            let bytes = text.utf8
            guard bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") else {
                return text
            }
            return String(Substring(bytes.dropFirst().dropLast()))
        }.filter { !$0.isEmpty }
    }
}
