package import DERCoding

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
            if try FileState.read(path + "/journal") != .absent {
                let text = "an earlier run was interrupted; the next change undoes or completes it first"
                add(.broken, "state", text)
            } else if try FileState.read(path + "/baseline") == .absent {
                add(.good, "state", "nothing was installed by this tool")
            } else {
                add(.good, "state", "installed by this tool")
            }
        } catch {
            add(.warning, "state", error.description)
        }
    }
}
