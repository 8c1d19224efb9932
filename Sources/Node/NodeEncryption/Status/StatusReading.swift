package import DERCoding
internal import NodePlatform

extension NodeStatus {
    /// Checks the files of a node.
    ///
    /// - Parameters:
    ///   - statePath: the directory of the tool's own records about the node.
    ///   - names: by what clients call the node.
    package init(_ layout: NodeLayout, called names: [CalledName] = [], statePath: String, at now: DERTime) {
        readState(statePath)
        readSettings(layout)
        readRules(layout)
        readCertificates(layout, now)
        judgeCertificates(layout, called: names, now)
    }

    mutating func add(
        _ code: Code,
        _ text: String,
        path: String? = nil,
        line: Int? = nil,
        cure: String? = nil,
        clients: [String] = []
    ) {
        findings.append(
            Finding(code: code, text: text, path: path, line: line, cure: cure, clients: clients)
        )
    }

    private mutating func readState(_ path: String) {
        do throws(NodeEncryptionError) {
            if try NodeState.isInterrupted(at: path) {
                let text = "an earlier run was interrupted; the next change undoes or completes it first"
                add(.stateInterrupted, text, cure: "postgres-ssl install")
            } else if try NodeState.baseline(at: path) == nil {
                add(.stateNone, "nothing was installed by this tool")
            } else {
                add(.stateInstalled, "installed by this tool")
            }
        } catch {
            // Records that are damaged or not ours keep every change from being undone.
            add(error.exitStatus == .data ? .stateDamaged : .stateUnreadable, error.description)
        }
    }
}
