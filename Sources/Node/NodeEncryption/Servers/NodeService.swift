/// The server of a node, as far as a change has to do with it.
package protocol NodeService {
    /// Lets the server's own programs read the files as they are now; throws where they refuse them.
    func checkFiles() throws(NodeEncryptionError)

    /// Lets a running server take the files up; does nothing where none runs.
    func reload() throws(NodeEncryptionError)

    /// Asks a running server whether it took all up; does nothing where none runs.
    func checkRunning() throws(NodeEncryptionError)
}
