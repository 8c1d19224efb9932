import Glibc
import SecretMemory
import Synchronization
import TestSupport
import Testing

@testable import ToolSupport

extension PseudoTerminal {
    /// Asks on the tool's end while `operate` types.
    func ask(limit: Int = 100, _ operate: @escaping @Sendable (PseudoTerminal) -> Void) -> Result<
        String, ToolError
    > {
        let operatorThread = Thread { [self] in
            _ = shown(until: "Password: ")
            operate(self)
        }
        defer { operatorThread.join() }
        do {
            let secret = try Prompt.secret("Password: ", limit: limit, from: toolEnd, shownOn: toolEnd)
            return .success(String(decoding: (0..<secret.count).map { secret.span[$0] }, as: UTF8.self))
        } catch {
            return .failure(error)
        }
    }
}

/// A thread that runs a closure.
private final class Thread: Sendable {
    private let thread: pthread_t

    init(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body))
        pthread_create(
            &thread,
            nil,
            { raw in
                Unmanaged<Box>.fromOpaque(raw!).takeRetainedValue().body()
                return nil
            },
            box.toOpaque()
        )
        self.thread = thread
    }

    func join() { pthread_join(thread, nil) }
}

// One at a time: signals belong to the whole process.
@Suite("Asking for a secret", .serialized)
struct PromptTests {
    @Test("The line comes without its end, and is not shown while it is typed")
    func line() throws {
        let terminal = try PseudoTerminal()
        let shown = Mutex("")
        let answer = terminal.ask { terminal in
            #expect(!terminal.echoes)
            terminal.type("geheim ünd ☃\n")
            shown.withLock { $0 = terminal.shown(until: "\n") }
        }
        #expect(answer == .success("geheim ünd ☃"))
        #expect(shown.withLock { $0 } == "\r\n")
        #expect(terminal.echoes)
    }

    @Test("Erasing takes a whole character, a word and the line")
    func editing() throws {
        #expect(try PseudoTerminal().ask { $0.type("ab☃\u{7F}c\n") } == .success("abc"))
        #expect(try PseudoTerminal().ask { $0.type("one two\u{17}three\n") } == .success("one three"))
        #expect(try PseudoTerminal().ask { $0.type("wrong\u{15}right\n") } == .success("right"))
    }

    @Test("An empty line is an answer, the end of input is none")
    func empty() throws {
        #expect(try PseudoTerminal().ask { $0.type("\n") } == .success(""))
        #expect(try PseudoTerminal().ask { $0.type("\u{04}") } == .failure(.endOfInput))
        #expect(try PseudoTerminal().ask { $0.type("a\u{04}\u{04}") } == .success("a"))
        #expect(try PseudoTerminal().ask { $0.type("a\u{0}b\n") } == .failure(.zeroByte(place: "the line")))
    }

    @Test("A line within the limit is taken, one beyond it refused, and its rest is thrown away")
    func limit() throws {
        let terminal = try PseudoTerminal()
        #expect(terminal.ask(limit: 5) { $0.type("12345\n") } == .success("12345"))
        #expect(terminal.ask(limit: 5) { $0.type("123456\n") } == .failure(.lineTooLong(limit: 5)))
        #expect(terminal.ask(limit: 5) { $0.type("1234567890\n") } == .failure(.lineTooLong(limit: 5)))
        #expect(terminal.ask(limit: 5) { $0.type("abc\n") } == .success("abc"))
    }

    @Test(
        "A signal takes effect when the terminal is as it was",
        arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
    )
    func signals(number: Int32) throws {
        var handler = sigaction()
        handler.__sigaction_handler.sa_handler = { _ in wasCalled.store(true, ordering: .relaxed) }
        var outer = sigaction()
        sigaction(number, &handler, &outer)
        // The threads of the test library block signals; a tool's only thread does not.
        var unblocked = sigset_t()
        var mask = sigset_t()
        sigemptyset(&unblocked)
        sigaddset(&unblocked, number)
        pthread_sigmask(SIG_UNBLOCK, &unblocked, &mask)
        defer {
            pthread_sigmask(SIG_SETMASK, &mask, nil)
            sigaction(number, &outer, nil)
        }
        wasCalled.store(false, ordering: .relaxed)

        let terminal = try PseudoTerminal()
        let asking = pthread_self()
        let answer = terminal.ask { terminal in
            terminal.type("half a sec")
            pthread_kill(asking, number)
        }
        #expect(answer == .failure(.interrupted(signal: number)))
        let called = wasCalled.load(ordering: .relaxed)
        #expect(called)
        #expect(terminal.echoes)
    }

    @Test("After a stop the prompt is shown again, and what was typed before is forgotten")
    func stopped() throws {
        // A handler stands for the shell, which would stop the process and let it go on.
        var handler = sigaction()
        handler.__sigaction_handler.sa_handler = { _ in wasCalled.store(true, ordering: .relaxed) }
        var outer = sigaction()
        sigaction(SIGTSTP, &handler, &outer)
        var unblocked = sigset_t()
        var mask = sigset_t()
        sigemptyset(&unblocked)
        sigaddset(&unblocked, SIGTSTP)
        pthread_sigmask(SIG_UNBLOCK, &unblocked, &mask)
        defer {
            pthread_sigmask(SIG_SETMASK, &mask, nil)
            sigaction(SIGTSTP, &outer, nil)
        }
        wasCalled.store(false, ordering: .relaxed)

        let terminal = try PseudoTerminal()
        let asking = pthread_self()
        let answer = terminal.ask { terminal in
            terminal.type("half a sec")
            pthread_kill(asking, SIGTSTP)
            _ = terminal.shown(until: "Password: ")
            terminal.type("whole\n")
        }
        #expect(answer == .success("whole"))
        let called = wasCalled.load(ordering: .relaxed)
        #expect(called)
        #expect(terminal.echoes)
    }

    @Test("Where there is no terminal nothing is asked")
    func noTerminal() {
        let error = #expect(throws: ToolError.self) {
            let null = open("/dev/null", O_RDWR)
            defer { close(null) }
            _ = try Prompt.secret("Password: ", limit: 10, from: null, shownOn: null)
        }
        #expect(error == .notATerminal)
    }
}

private let wasCalled = Atomic(false)

@Suite("Reading a secret from a stream")
struct SecretInputTests {
    @Test("All octets up to the limit, in buffers that grow", arguments: [0, 1, 4096, 4097, 50_000, 65_536])
    func whole(count: Int) throws {
        let folder = try TemporaryFolder()
        let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try folder.write(octets, to: "input")
        let descriptor = open(folder.path("input"), O_RDONLY)
        defer { close(descriptor) }
        let secret = try StandardInput.readSecret(from: descriptor, limit: 65_536)
        let read = (0..<secret.count).map { secret.span[$0] }
        #expect(read == octets)
    }

    @Test("One octet more than the limit is refused")
    func tooLong() throws {
        let folder = try TemporaryFolder()
        try folder.write([UInt8](repeating: 7, count: 10_001), to: "input")
        let descriptor = open(folder.path("input"), O_RDONLY)
        defer { close(descriptor) }
        let error = #expect(throws: ToolError.self) {
            _ = try StandardInput.readSecret(from: descriptor, limit: 10_000)
        }
        #expect(error == .inputTooLong(limit: 10_000))
    }
}
