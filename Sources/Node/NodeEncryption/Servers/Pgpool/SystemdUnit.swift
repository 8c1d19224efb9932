internal import DurableFiles
internal import Glibc

/// The unit of systemd that a process is the main process of.
struct SystemdUnit: Equatable, Sendable {
    /// Its name: `pgpool2.service`.
    let name: String

    /// The unit of a process; `nil` if systemd does not run here, or the process is no service's.
    static func find(of process: Int32) -> SystemdUnit? {
        guard unsafe access("/run/systemd/system", F_OK) == 0, let folder = try? Folder("/proc/\(process)"),
            let groups = try? folder.read("cgroup", limit: 1 << 16)
        else { return nil }
        return find(of: process, groups: groups) { name in
            let command = PlannedCommand(
                purpose: "a question to systemd",
                arguments: ["systemctl", "show", "--property=MainPID", "--value", "--", name]
            )
            return (try? command.succeed().output.trimmed).flatMap { Int32($0) }
        }
    }

    /// - Parameters:
    ///   - groups: `/proc/PID/cgroup` (cgroups(7)).
    ///   - mainProcess: the main process of a unit. A process that a service only started, as cron does, is in the
    ///     service's group, too.
    static func find(of process: Int32, groups: [UInt8], mainProcess: (String) -> Int32?) -> SystemdUnit? {
        for line in groups.split(separator: UInt8(ascii: "\n")) {
            // Number, controllers and path, of which the controllers may be empty.
            let path = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).dropFirst(2)
            let names = path.joined(separator: [UInt8(ascii: ":")]).split(separator: UInt8(ascii: "/")).map(
                Array.init
            )
            // Users have units of their own, in user.slice.
            guard names.count > 1, names[0].elementsEqual("system.slice".utf8), let last = names.last,
                last.ends(with: ".service".utf8), last.allSatisfy(isOfName)
            else { continue }
            let name = String(decoding: last, as: UTF8.self)
            return mainProcess(name) == process ? SystemdUnit(name: name) : nil
        }
        return nil
    }

    /// Whether a byte may be in a unit's name (systemd.unit(5)).
    private static func isOfName(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return (0x61...0x7A).contains(letter) || (0x30...0x39).contains(byte) || ":-_.\\@".utf8.contains(byte)
    }
}

extension Array<UInt8> {
    fileprivate func ends(with end: String.UTF8View) -> Bool { suffix(end.count).elementsEqual(end) }
}
