import Glibc
import Testing

@testable import DurableFiles

@Suite("What errors of files say")
struct FileErrorTests {
    @Test("each says in one line what was wrong, with what, and what would be right")
    func descriptions() {
        let denied = "/a: Permission denied"
        let expected: [(FileError, String)] = [
            (
                .symbolicLink(path: "/a"),
                "/a is a symbolic link, and links are not followed here; put the file itself in its place"
            ),
            (
                .untrustedLink(path: "/a"),
                "/a is a symbolic link that another user made or could replace; give the path it leads to"
            ),
            (.tooManyLinks(path: "/a"), "/a leads through too many symbolic links"),
            (.notRegular(path: "/a"), "/a is not a regular file"),
            (
                .secondName(path: "/a"),
                "/a has a second name (a hard link); remove that name before the file is changed"
            ),
            (
                .foreignOwner(path: "/a", userID: 7),
                "/a belongs to user ID 7, whose files are not touched here"
            ),
            (.tooLarge(path: "/a", limit: 9), "/a is larger than 9 bytes"),
            (.changedWhileRead(path: "/a"), "/a grew while it was read"),
            (
                .changed(path: "/a"),
                "another program changed /a in the meantime, and it was left so; try again"
            ),
            (
                .exchanged(path: "/a"),
                "what was made for /a was exchanged by another program, which may write its folder; "
                    + "see who does, and try again"
            ),
            (.notUTF8(path: "/a"), "the name of /a, or what it leads to, is not UTF-8; rename it"),
            (.invalidName("../a"), "\"../a\" cannot be the name of a file"),
            (
                .locked(path: "/a", seconds: 60),
                "another program is working in /a; waited 60 s for it to finish"
            ),
            (.system(.open, path: "/a", code: EACCES), "cannot open \(denied)"),
            (.system(.read, path: "/a", code: EACCES), "cannot read \(denied)"),
            (.system(.list, path: "/a", code: EACCES), "cannot list \(denied)"),
            (.system(.lock, path: "/a", code: EACCES), "cannot lock \(denied)"),
            (.system(.make, path: "/a", code: EACCES), "cannot make \(denied)"),
            (.system(.makeLink, path: "/a", code: EACCES), "cannot make the symbolic link \(denied)"),
            (.system(.makeFolder, path: "/a", code: EACCES), "cannot make the folder \(denied)"),
            (.system(.setOwner, path: "/a", code: EACCES), "cannot set the owner of \(denied)"),
            (.system(.setMode, path: "/a", code: EACCES), "cannot set the mode of \(denied)"),
            (.system(.setAttribute, path: "/a", code: EACCES), "cannot set the attributes of \(denied)"),
            (.system(.write, path: "/a", code: EACCES), "cannot write \(denied)"),
            (.system(.synchronize, path: "/a", code: EACCES), "cannot synchronize \(denied)"),
            (.system(.rename, path: "/a", code: EACCES), "cannot rename \(denied)"),
            (.system(.remove, path: "/a", code: EACCES), "cannot remove \(denied)"),
        ]
        for (error, text) in expected { #expect(error.description == text) }
    }

    @Test("a file system without locks is named, by whichever error it says so")
    func noLocks() {
        for code in [ENOLCK, ENOSYS, EINVAL, EOPNOTSUPP] {
            let text = FileError.system(.lock, path: "/mnt", code: code).description
            let start =
                "the file system of /mnt has no locks (flock), without which two runs could lose each other's work"
            #expect(text.hasPrefix(start + ": "))
        }
    }

    @Test("the reason alone is the system's words, or what the file is")
    func reasons() {
        #expect(FileError.system(.open, path: "/a", code: EACCES).reason == "Permission denied")
        #expect(FileError.irreplaceable(path: "/a", code: EPERM).reason == "Operation not permitted")
        #expect(FileError.tooLarge(path: "/a", limit: 9).reason == "File too large")
        #expect(FileError.notRegular(path: "/a").reason == "/a is not a regular file")
    }

    @Test(
        "the system is asked again where a signal came between, and the working folder has a name in errors"
    )
    func attempts() throws {
        var count = 0
        let result = try attempt(.read, "/a") {
            count += 1
            errno = EINTR
            return count < 3 ? -1 : 7
        }
        #expect(result == 7 && count == 3)
        #expect(throws: FileError.system(.open, path: ".", code: EACCES)) {
            try attempt(.open, "") {
                errno = EACCES
                return -1
            }
        }
        #expect(FileOwner.runningIsRoot == (geteuid() == 0))
        // Where a file system has no flags, nothing is unchangeable.
        #expect(try !Folder("/proc/\(getpid())").descriptor.isUnchangeable())
    }

    @Test("what is missing, there already, or not to be changed is told from all else")
    func kinds() {
        for code in [ENOENT, EEXIST, EACCES, EPERM, EROFS, EBUSY, EIO] {
            for operation in FileOperation.allCases {
                let error = FileError.system(operation, path: "/a", code: code)
                #expect(error.isMissing == (code == ENOENT))
                #expect(error.isExisting == (code == EEXIST))
                let changes: Set<FileOperation> = [.open, .make, .setOwner, .rename]
                let denials = [EACCES, EPERM, EROFS, EBUSY]
                #expect(error.deniesChange == (changes.contains(operation) && denials.contains(code)))
            }
        }
        let other = FileError.notRegular(path: "/a")
        #expect(!other.isMissing && !other.isExisting && !other.deniesChange)
        #expect(FileError.irreplaceable(path: "/a", code: EXDEV).deniesChange)
    }
}
