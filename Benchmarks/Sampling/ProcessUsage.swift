import Glibc

/// What a program took from its start to its end.
public struct ProcessUsage: Sendable {
    /// Nanoseconds on the wall.
    public let wall: Int
    /// Nanoseconds of the processor, of all threads and of children that it waited for.
    public let processor: Int
}

/// A program that ended otherwise than it should.
public struct ProgramFailure: Error {
    /// The program and its arguments.
    public let command: [String]
    /// What `wait` tells of its end, or why it did not begin.
    public let status: Int32
}

/// Runs a program to its end, by its path or its name, with nothing on its standard input and nothing shown of what it
/// prints.
///
/// - Parameter statuses: the exit statuses that it may end with.
@discardableResult
public func run(_ command: [String], endingWith statuses: Set<Int32> = [0]) throws -> ProcessUsage {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
        posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    let start = wallNanoseconds()
    let error = posix_spawnp(&process, command[0], &actions, nil, &arguments, environ)
    guard error == 0 else { throw ProgramFailure(command: command, status: error) }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 {
        guard errno == EINTR else { throw ProgramFailure(command: command, status: errno) }
    }
    let wall = wallNanoseconds() - start
    guard status & 0x7F == 0, statuses.contains(status >> 8) else {
        throw ProgramFailure(command: command, status: status)
    }
    return ProcessUsage(wall: wall, processor: nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime))
}

private func nanoseconds(_ time: timeval) -> Int {
    time.tv_sec * 1_000_000_000 + Int(time.tv_usec) * 1000
}
