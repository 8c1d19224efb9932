package import DERCoding

extension NodeStatus {
    /// Looks at the files of a node.
    ///
    /// - Parameter statePath: what the tool remembers about the node.
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
                let text = "an earlier run was interrupted; the next run of the tool brings the node to rest"
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
