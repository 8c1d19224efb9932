package import DERCoding
internal import NodePlatform

extension NodeStatus {
    /// Checks the files of a node.
    ///
    /// - Parameter statePath: the directory of the tool's own records about the node.
    package init(_ layout: NodeLayout, statePath: String, at now: DERTime) {
        readState(statePath)
        readSettings(layout)
        readRules(layout)
        readCertificates(layout, now)
    }

    mutating func add(
        _ level: Level,
        _ subject: String,
        _ text: String,
        path: String? = nil,
        line: Int? = nil
    ) {
        findings.append(Finding(level, subject, text, path: path, line: line))
    }

    private mutating func readState(_ path: String) {
        do throws(NodeEncryptionError) {
            if try NodeState.isInterrupted(at: path) {
                let text = "an earlier run was interrupted; the next change undoes or completes it first"
                add(.broken, "state", text)
            } else if try NodeState.baseline(at: path) == nil {
                add(.good, "state", "nothing was installed by this tool")
            } else {
                add(.good, "state", "installed by this tool")
            }
        } catch {
            // Records that are damaged or not ours keep every change from being undone.
            add(error.exitStatus == .data ? .broken : .warning, "state", error.description)
        }
    }
}
