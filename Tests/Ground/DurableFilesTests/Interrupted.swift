import Glibc
import Synchronization
import TestSupport

@testable import DurableFiles

/// Plays what can happen to a process at one of the steps in which it changes files.
enum Interruption: Sendable {
    /// The process is killed before the step: nothing happens from there on, tidying up included.
    case kill
    /// The step alone fails with that `errno`.
    case failure(Int32)
}

/// Whether `body` came to its end though it was interrupted at the step of that number, counted from 0; nil where it
/// has no such step, and what it threw.
func interrupted(
    atStep step: Int,
    by interruption: Interruption,
    largestWrite: Int = .max,
    _ body: () throws -> Void
) -> (wasReached: Bool, error: (any Error)?) {
    let count = Steps()
    let interception = FileInterception(largestWrite: largestWrite) { operation, path throws(FileError) in
        let number = count.next()
        switch interruption {
        case .kill where number >= step:
            throw .system(operation, path: path, code: 0)
        case .failure(let code) where number == step:
            throw .system(operation, path: path, code: code)
        default:
            break
        }
    }
    var thrown: (any Error)?
    FileInterception.$current.withValue(interception) {
        do { try body() } catch { thrown = error }
    }
    return (count.value > step, thrown)
}

/// Removes leftovers as the next process would.
///
/// Another test of this process may be starting a program: until that has begun, it shares all that is open here, the
/// locks included, so a leftover can look alive for an instant.
func tidyUp(_ folder: Folder) throws {
    _ = try eventually {
        folder.removeLeftovers()
        return try folder.descriptor.names().allSatisfy { !Leftover.isOne($0) }
    }
}

/// Waits until no program that another test was starting shares the lock of a leftover (as in ``tidyUp(_:)``).
func waitUntilUnlocked(_ folder: Folder) throws {
    for name in try folder.descriptor.names() where Leftover.isOne(name) {
        _ = try eventually { try folder.descriptor.opening(name, flags: O_RDONLY).tryLock() }
    }
}

/// Counts steps.
final class Steps: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }
}
