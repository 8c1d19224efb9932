import TestSupport

/// One step of a case, done on its node and held against what the case says of it.
struct CaseStep {
    private let step: CaseText.Step
    private let node: CaseNode
    /// What the command before printed, for a case that reads it again.
    private let printed: [UInt8]

    init(_ step: CaseText.Step, on node: CaseNode, after printed: [UInt8]) {
        self.printed = printed
        self.step = step
        self.node = node
    }

    /// Does it; a text about each thing that is not as the case says.
    func mismatches() throws -> (texts: [String], printed: [UInt8]) {
        if step.isOperators {
            for section in step.sections { try node.put(section) }
            return ([], printed)
        }
        var mismatches: [String] = []
        let before = try node.entries()
        if step.text("difference") != nil || step.text("commands") != nil {
            mismatches += try rehearse()
        }
        let outcome = try run([])
        if outcome.status != step.status {
            mismatches.append("exit status \(outcome.status), not \(step.status)")
        }
        let shown = step.sections.first { $0.name == "shown" }
        let leavesGoodOut = shown?.attributes.contains("without what is good") ?? false
        let hasEnd = shown?.attributes.contains("with its end") ?? false
        let lines = Self.lines(outcome.text).filter { line in
            hasEnd || !Self.endings.contains { line.hasPrefix($0) }
        }.filter { line in
            !leavesGoodOut || !["good\t", "good: ", "warning: ", "broken: "].contains { line.hasPrefix($0) }
        }
        if shown?.attributes.contains("for the next step") != true {
            let all = (shown?.lines ?? []) + (removesState(shown) ? ["removed $NODE/state"] : [])
            mismatches += compare("shown", Self.joined(lines), all)
        }
        let own = step.text("notes") ?? []
        let isUntried = saysNotTried(shown) && !own.contains { $0.contains("neither was a trial start") }
        let notes = own + (isUntried ? ["$NOT_TRIED"] : [])
        mismatches += compare("notes", outcome.errorText, Self.notes(notes))
        let calls = try node.takeCalls()
        if let expected = step.text("calls") { mismatches += compare("calls", calls, expected) }
        return (mismatches + (try compareFiles(with: before)), outcome.output)
    }

    /// What the lines begin with that name the node, or that a change ends with: a case has them only if it is about
    /// them.
    private static let endings = [
        "PostgreSQL ", "Pgpool-II at ", "# PostgreSQL ", "# Pgpool-II at ", "in force: ",
        "in the files: ", "proved: ", "not proved: ", "not proved yet: ", "seen: ", "next: ",
    ]

    /// Whether it is an uninstall that leaves no records: all are that undo what is recorded, unless the case says
    /// otherwise.
    private func removesState(_ shown: CaseText.Section?) -> Bool {
        step.words.arguments.first == "uninstall" && [0, 3].contains(step.status)
            && shown?.attributes.contains("with records left") != true
    }

    /// Whether it is a change that wants TLS on a stopped server, which says that it was not tried.
    private func saysNotTried(_ shown: CaseText.Section?) -> Bool {
        node.isStopped && step.status == 0 && shown?.lines != ["nothing to do"]
            && ["install", "reissue"].contains(step.words.arguments.first)
    }

    /// The command with `--dry-run`, which shows what it would do, says what it would say, and does nothing.
    private func rehearse() throws -> [String] {
        let before = try node.entries(with: true)
        let outcome = try run(["--dry-run"])
        var mismatches = outcome.status == step.status ? [] : ["exit status \(outcome.status) of the dry run"]
        let lines = Self.lines(outcome.text)
        let commands = lines.filter { $0.hasPrefix("$ ") }
        let difference = lines.filter { line in
            !line.hasPrefix("$ ") && !Self.endings.contains { line.hasPrefix($0) }
        }
        if let expected = step.text("difference") {
            mismatches += compare("difference", Self.joined(difference), expected)
        }
        if let expected = step.text("commands") {
            mismatches += compare("commands", Self.joined(commands), expected)
        }
        // What is said of a change that was made is not said before.
        let notes = step.text("notes")?.filter { $0 != "$RESTART" }
        mismatches += compare("notes of the dry run", outcome.errorText, Self.notes(notes))
        let calls = try node.takeCalls()
        if !calls.isEmpty { mismatches.append("the dry run called \(calls)") }
        if try node.entries(with: true).filter({ $0.key != "stub/calls" })
            != before.filter({ $0.key != "stub/calls" })
        {
            mismatches.append("the dry run changed something")
        }
        return mismatches
    }

    private func run(_ more: [String]) throws -> CaseCommand.Outcome {
        let (given, words) = step.words
        // The name of the example's certificate, whatever this host is called.
        let isLooking = words.first == "status"
        let variables = (isLooking ? ["KEY_HOST": "db.example"] : [:]).merging(given) { $1 }
        var arguments = words.map { node.filled($0) } + more
        let input = try input()
        let command = CaseCommand(arguments, on: node, input: input, variables: variables)
        if let command, !node.runsProgram { return command.run() }
        if arguments.first != "scram" {
            arguments.insert(contentsOf: node.options, at: arguments.first == "cluster" ? 2 : 1)
        }
        // Where a Pgpool-II listens is no part of what a case is about.
        if arguments.first == "status", node.isPgpool { arguments += ["--port", node.filled("$PORT")] }
        let outcome = try Program.built("postgres-ssl").run(
            arguments,
            input: input,
            environment: ["KEY_PASS": "", "PGPOOLKEYFILE": ""].merging(variables) { $1 }
        )
        return CaseCommand.Outcome(status: outcome.status, output: outcome.output, errors: outcome.errors)
    }

    private func input() throws -> [UInt8] {
        guard let section = step.sections.first(where: { $0.name == "input" }) else { return [] }
        if section.attributes.contains("of the step before") { return printed }
        guard case .file(let content, _, _) = try node.entry(section, before: nil) else { return [] }
        return content
    }

    private func compareFiles(with before: [String: CaseNode.Entry]) throws -> [String] {
        var expected = before
        let after = try node.entries()
        var mismatches: [String] = []
        let sections = step.sections.filter(\.isFile).flatMap { section in
            // What is new was not there before under any name.
            let names =
                section.isMade ? after.keys.filter { before[$0] == nil } : Array(before.keys) + after.keys
            return section.named(Set(names), Self.matches)
        }
        for section in sections {
            let isNew = section.attributes.first { $0.hasPrefix("new ") }
            guard let isNew else {
                expected[section.name] = try node.entry(section, before: before[section.name])
                continue
            }
            if let found = after[section.name], found != before[section.name], isMade(found, isNew) {
                expected[section.name] = after[section.name]
            } else {
                mismatches.append("\(section.name) is no \(isNew)")
            }
        }
        for name in Set(expected.keys).union(after.keys).sorted() where expected[name] != after[name] {
            mismatches.append(
                "\(name):\nexpected \(Self.describe(expected[name]))\nfound    \(Self.describe(after[name]))"
            )
        }
        return mismatches
    }

    /// Whether a file is what its kind is, with the mode and owner of what the tool makes: of what is made at random no
    /// more can be said.
    private func isMade(_ entry: CaseNode.Entry, _ kind: String) -> Bool {
        guard case .file(let content, mode: 0o600, owner: node.owner) = entry else { return false }
        switch kind {
        case "new key": return content.starts(with: "-----BEGIN PRIVATE KEY-----\n".utf8)
        case "new certificate": return content.starts(with: "-----BEGIN CERTIFICATE-----\n".utf8)
        case "new serial": return content.count == 41 && content.last == 10
        case "new pool key": return content.count == 44 && content.last == UInt8(ascii: "=")
        case "new entries": return content.starts(with: "webadmin:AES".utf8) && content.last == 10
        default: return false
        }
    }

    private static func describe(_ entry: CaseNode.Entry?) -> String {
        switch entry {
        case nil: "nothing"
        case .link(let target, let owner): "a link to \(target), owner \(owner)"
        case .folder(let mode, let owner): "a folder, mode \(String(mode, radix: 8)), owner \(owner)"
        case .file(let content, let mode, let owner):
            "a file, mode \(String(mode, radix: 8)), owner \(owner):\n\(String(decoding: content, as: UTF8.self))"
        }
    }

    // MARK: Texts

    /// Every line on standard error begins with the tool's name, which cases leave out.
    private static func notes(_ lines: [Substring]?) -> [Substring] {
        (lines ?? []).map { "postgres-ssl: " + $0 }
    }

    private func compare(_ name: String, _ found: String, _ expected: [Substring]) -> [String] {
        let lines = Self.lines(found)
        let wanted = expected.map { node.filled(String($0)) }
        let isSame =
            lines.count == wanted.count && zip(lines, wanted).allSatisfy { Self.matches(Array($0.utf8), $1) }
        if isSame { return [] }
        return ["\(name):\nexpected\n\(Self.joined(wanted))found\n\(found)"]
    }

    private static func lines(_ text: String) -> [String] {
        CaseText.lines(text).map(String.init)
    }

    private static func joined(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

    /// Whether a line is as a case says, in which `…` stands for anything.
    private static func matches(_ line: [UInt8], _ pattern: String) -> Bool {
        let parts = pattern.split(separator: "…", omittingEmptySubsequences: false).map { Array($0.utf8) }
        guard let first = parts.first, let last = parts.last, line.starts(with: first) else { return false }
        if parts.count == 1 { return line == first }
        var rest = line[first.count...]
        for part in parts.dropFirst().dropLast() {
            guard let place = rest.indices.first(where: { rest[$0...].starts(with: part) }) else {
                return false
            }
            rest = rest[(place + part.count)...]
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }
}
