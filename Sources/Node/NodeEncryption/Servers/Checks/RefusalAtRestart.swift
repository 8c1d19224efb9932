internal import DurableFiles
internal import PostgresConfiguration
internal import TextEncodings

extension PostgresService {
    /// Why a running server would not start again, as far as its settings name what has to be there by then; `nil`
    /// where nothing says so, or its user cannot be asked. Not yet made printable.
    ///
    /// Its program takes such a value without a look at the file (`postgres -C`), and looks for it only when it starts:
    /// `load_hba`, `StreamServerPort` and `load_libraries` in `PostmasterMain`. What it has loaded may be gone since.
    func refusalAtRestart(_ running: RunningServer) throws(NodeEncryptionError) -> String? {
        guard runsAsServer else { return nil }
        let (settings, standards) = (try layout.settings(), try standardsOfStart())
        func next(_ name: String) -> String {
            running.arguments.settings[name] ?? settings.value(of: name) ?? standards[name] ?? ""
        }
        if let mode = try? Folder(layout.dataFolder).status().mode, mode & 0o027 != 0 {
            let text = String(mode & 0o7777, radix: 8)
            return "\(layout.dataFolder) has mode \(text), and the server takes no data that others may read"
        }
        let named = try nextRules(running)
        let rules = if let named { named } else { try answer("SHOW hba_file").trimmed }
        if let fault = try fault(ofRules: rules) { return "the rules are to be in \(rules), \(fault)" }
        let sockets = next("unix_socket_directories")
        if let fault = try fault(ofSockets: sockets) {
            return "unix_socket_directories is \(sockets), \(fault)"
        }
        let libraries = next("shared_preload_libraries")
        let places = next("dynamic_library_path")
        if let library = try missingLibrary(of: libraries, in: places, standards[Self.ownFolder] ?? "") {
            return "shared_preload_libraries is \(libraries), and the library \(library) is not there"
        }
        return nil
    }

    /// The file of the rules in force of a running server, and the one of its next start, where its settings name
    /// another; else `nil`, also where that cannot be seen from here.
    var otherRulesInForce: (inForce: String, next: String)? {
        get throws(NodeEncryptionError) {
            guard let running = try RunningServer.find(on: layout.dataFolder),
                let next = try nextRules(running), PathText.isAbsolute(next)
            else { return nil }
            let inForce = try answer("SHOW hba_file").trimmed
            return Self.isSameFile(inForce, next) == false ? (inForce, next) : nil
        }
    }

    /// The file of the rules of the next start, with the same command line (`SelectConfigFiles`); `nil` where nothing
    /// says it.
    private func nextRules(_ running: RunningServer) throws(NodeEncryptionError) -> String? {
        if let named = running.arguments.settings["hba_file"] { return named }
        if let named = try layout.settings().value(of: "hba_file") { return named }
        return running.arguments.folder.map { $0 + "/pg_hba.conf" }
    }

    /// What stands for the folder of the server's own libraries.
    private static let ownFolder = "$libdir"

    /// The values of settings that no file gives, and the folder of its own libraries.
    private func standardsOfStart() throws(NodeEncryptionError) -> [String: String] {
        let answer = try answer(
            """
            SELECT name || E'\\t' || translate(coalesce(boot_val, ''), E'\\n', ' ') FROM pg_settings WHERE name IN \
            ('unix_socket_directories', 'dynamic_library_path') \
            UNION ALL SELECT '\(Self.ownFolder)' || E'\\t' || setting FROM pg_config WHERE name = 'PKGLIBDIR'
            """
        )
        var values: [String: String] = [:]
        for line in answer.utf8.split(separator: UInt8(ascii: "\n")) {
            let name = line.prefix { $0 != UInt8(ascii: "\t") }
            values[String(Substring(name))] = String(Substring(line.dropFirst(name.count + 1)))
        }
        return values
    }

    /// What is wrong with the file of the rules. A path that does not begin at the root depends on where the server is
    /// started from.
    private func fault(ofRules path: String) throws(NodeEncryptionError) -> String? {
        guard PathText.isAbsolute(path) else { return nil }
        if try !unread([path]).isEmpty { return "which the server's user cannot read" }
        // What is wrong in those that are in force, the server says itself.
        guard isSamePath(path, layout.authentication), try otherRulesInForce != nil else { return nil }
        let next = try layout.rules()
        if let problem = next.problems.first {
            return "which the server refuses for line \(problem.line) of \(problem.path): \(problem.kind)"
        }
        return next.rules.isEmpty ? "which the server refuses without a rule" : nil
    }

    /// What is wrong with the folders of sockets, of which the server needs all; a relative one is below its data.
    private func fault(ofSockets list: String) throws(NodeEncryptionError) -> String? {
        guard let names = Self.elements(of: list) else { return "which is no list" }
        // An abstract socket has no folder.
        let folders = names.filter { $0.utf8.first != UInt8(ascii: "@") }
            .map { PathText.joining(layout.dataFolder, $0) }
        let test = #"[ -d "$file" ] && [ -w "$file" ] && [ -x "$file" ]"#
        let closed = try paths(folders, failing: test).first
        return closed.map { "and the server's user cannot write to \($0)" }
    }

    /// Those of some files that are none, or that the server's user cannot open.
    private func unread(_ paths: [String]) throws(NodeEncryptionError) -> [String] {
        try self.paths(paths, failing: #"[ ! -d "$file" ] && true 2>/dev/null <"$file""#)
    }

    private func missingLibrary(
        of list: String,
        in places: String,
        _ ownFolder: String
    ) throws(NodeEncryptionError) -> String? {
        // As the beginning alone (`substitute_libpath_macro`).
        func path(_ text: String) -> String {
            let macro = Self.ownFolder.utf8
            guard text.utf8.starts(with: macro) else { return text }
            return ownFolder + String(Substring(text.utf8.dropFirst(macro.count)))
        }
        let folders = places.utf8.split(separator: UInt8(ascii: ":")).map { path(String(Substring($0))) }
        for library in Self.elements(of: list) ?? [] {
            let isPath = library.utf8.contains(UInt8(ascii: "/"))
            let found = isPath ? [path(library)] : folders.map { PathText.joining($0, library) }
            let candidates = found.flatMap { [$0, $0 + ".so"] }
            // One of a place that depends on where the server is started from is not looked for.
            guard candidates.allSatisfy(PathText.isAbsolute) else { continue }
            if try unread(candidates).count == candidates.count { return library }
        }
        return nil
    }

    /// The elements of a list of names or paths; commas in quotes are part of one, and two quotes there are one
    /// (`SplitDirectoriesString`). `nil` where one that is not in quotes is empty, or quotes are not closed.
    static func elements(of list: String) -> [String]? {
        if list.trimmed.isEmpty { return [] }
        let quote = UInt8(ascii: "\"")
        var (elements, element, isQuoted, hadQuotes) = ([String](), [UInt8](), false, false)
        func finish() -> Bool {
            let text = String(decoding: element, as: UTF8.self)
            let name = hadQuotes ? text : text.trimmed
            elements.append(name)
            defer { (element, hadQuotes) = ([], false) }
            return hadQuotes || !name.isEmpty
        }
        var rest = Array(list.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == quote, isQuoted, rest.first == quote {
                element.append(quote)
                rest.removeFirst()
            } else if byte == quote {
                if !isQuoted { element = [] }
                isQuoted.toggle()
                hadQuotes = true
            } else if byte == UInt8(ascii: ","), !isQuoted {
                if !finish() { return nil }
            } else if isQuoted || !hadQuotes {
                element.append(byte)
            }
        }
        return finish() && !isQuoted ? elements : nil
    }
}
