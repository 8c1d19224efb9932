import Foundation
import SwiftParser
import SwiftSyntax
import Testing

@testable import Planting

@Suite("Faults are planted")
struct PlantingTests {
    /// The source with all its faults, or those of some kinds, numbered from 1.
    private func all(_ source: String, _ kinds: Kind...) -> String {
        let chosen = sites(in: source).filter { kinds.isEmpty || kinds.contains($0.kind) }
        return planted(source, chosen.enumerated().map { ($0.offset + 1, $0.element) })
    }

    @Test("A condition of an if holds always or never, that of a guard always, that of a loop never")
    func conditions() {
        #expect(all("if a { b() }", .always, .never) == "if Planted.always(1, Planted.never(2, a)) { b() }")
        #expect(all("guard a else { return }") == "guard Planted.always(1, a) else { return }")
        #expect(all("while a {}") == "while Planted.never(1, a) {}")
        #expect(all("while true {}") == "while true {}")
        #expect(all("let x = a ? b : c", .never) == "let x = Planted.never(1, a) ? b : c")
        #expect(all("for a in b where c {}", .always) == "for a in b where Planted.always(1, c) {}")
    }

    @Test("What binds a name keeps it and gets a condition behind it")
    func bindings() {
        #expect(all("if let a = b {}") == "if let a = b, Planted.keeps(1) {}")
        #expect(all("if let a, a.b {}", .never) == "if let a, Planted.never(1, a.b) {}")
    }

    @Test("Each operand of a chain is dropped on its own")
    func operands() {
        #expect(
            all("return a && b && c")
                == "return Planted.always(2, a) && Planted.always(3, b) && Planted.always(1, c)"
        )
        #expect(all("return a || b") == "return Planted.never(1, a) || Planted.never(2, b)")
        #expect(all("return !a") == "return Planted.turned(1, !a)")
    }

    @Test("A boundary moves by the operator becoming a call")
    func boundaries() {
        #expect(all("return a < b + c") == "return Planted.less(1, a , b + c)")
        #expect(all("return try a >= b") == "return try Planted.atLeast(1, a , b)")
        #expect(all("for i in a..<b {}") == "for i in Planted.range(1, a,b) {}")
        #expect(all("return a == b") == "return Planted.equal(1, a , b)")
        #expect(all("return a == nil") == "return a == nil")
    }

    @Test("A statement is left out, unless its value is a function's or a variable's first")
    func statements() {
        #expect(all("f()\ng()", .omitted) == "if Planted.keeps(1) { f() }\nif Planted.keeps(2) { g() }")
        #expect(
            all("func f() { try g(); a += b }", .omitted).contains("{ if Planted.keeps(1) { try g() }; if ")
        )
        #expect(all("func f() -> Int { g() }") == "func f() -> Int { g() }")
        #expect(all("let a: Int\nif b() {\na = c\n} else { a = d }", .omitted).contains("keeps") == false)
        #expect(all("init() { self.a = b }") == "init() { self.a = b }")
        #expect(
            all("let a: Int\nif c() {\n(a, b) = d\n} else { (b, a) = e }", .omitted).contains("keeps")
                == false
        )
        #expect(all("let x = if a { f() } else { g() }", .omitted).contains("keeps") == false)
        #expect(all("fatalError(a)") == "fatalError(a)")
    }

    @Test("A throw is left out where nothing else says so")
    func throwing() {
        let source = "func f() throws { switch a { case .b: throw c\ndefault: break } }"
        #expect(all(source).contains("case .b: if Planted.keeps(1) { throw c }"))
        #expect(all("func f() throws { guard a else { throw b } }", .omitted).contains("keeps") == false)
    }

    @Test("Constants are changed where they need no literal")
    func constants() {
        #expect(all("let a = 7") == "let a = Planted.next(1, Planted.previous(2, 7))")
        #expect(all("let a = 0") == "let a = Planted.next(1, 0)")
        #expect(all("let a = true") == "let a = Planted.turned(1, true)")
        #expect(all(#"let a = "b""#) == #"let a = Planted.text(1, "b")"#)
        #expect(all(#"let a = UInt8(ascii: "b")"#) == #"let a = Planted.next(1, UInt8(ascii: "b"))"#)
        for fixed in [
            "enum A: Int { case a = 1 }", "func f(a: Int = 1) {}", "@A(1) var a: Int",
            "let a: InlineArray<4, UInt8>",
        ] {
            #expect(all(fixed) == fixed)
        }
        #expect(all("switch a { case 1: break\ndefault: break }").contains("Planted") == false)
    }

    @Test("Neighbouring arguments are exchanged")
    func arguments() {
        #expect(all("let x = f(a, b)") == "let x = f(Planted.pick(1, a, b), Planted.pick(1, b, a))")
        #expect(all("let x = f(a, g())") == "let x = f(a, g())")
    }

    @Test("Lines stay, and what other modules would compile is compiled here")
    func lines() {
        let source = "@inlinable\nfunc f() {\n    if a\n        < b { g() }\n}\n"
        let result = all(source)
        #expect(result.split(separator: "\n").count == source.split(separator: "\n").count)
        #expect(!result.contains("@inlinable"))
        #expect(sites(in: source).map(\.line) == [3, 3, 3, 4])
        #expect(sites(in: source).map(\.original) == ["a < b", "a < b", "a < b", "g()"])
        #expect(sites(in: "let a =\n    [7]\n").first?.original == "7 in [7]")
    }

    /// What is planted, with the switch, is Swift that runs as the original does while no fault is on, and otherwise
    /// where one is.
    @Test("The compiler takes what is planted, and the switch turns one fault on")
    func running() throws {
        let source = """
            func sign(_ a: Int, _ b: Int) -> String {
                var text = "="
                if a < b { text = "<" } else if a > b && a != b { text = ">" }
                return text
            }
            for b in 1...3 { print(sign(2, b), terminator: "") }

            """
        let found = sites(in: source)
        let text = planted(source, found.enumerated().map { ($0.offset + 1, $0.element) })
        #expect(!Parser.parse(source: text).hasError)

        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("planted-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["main.swift", "Planted.swift"].map { folder.appendingPathComponent($0).path }
        try text.write(toFile: files[0], atomically: true, encoding: .utf8)
        try switchText.write(toFile: files[1], atomically: true, encoding: .utf8)
        let program = folder.appendingPathComponent("program").path
        _ = try run("/usr/bin/env", ["swiftc", "-swift-version", "6", "-o", program] + files)

        #expect(try run(program, []) == ">=<")
        let boundary = try #require(found.firstIndex { $0.original == "a < b" && $0.kind == .boundary }) + 1
        #expect(try run(program, [], fault: boundary) == "><<")
        let last = try #require(found.firstIndex { $0.original == "1...3" }) + 1
        #expect(try run(program, [], fault: last) == ">=")
    }

    private func run(_ path: String, _ arguments: [String], fault: Int = 0) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["PLANTED_FAULT": "\(fault)"]) {
            $1
        }
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: output, as: UTF8.self)
    }
}
