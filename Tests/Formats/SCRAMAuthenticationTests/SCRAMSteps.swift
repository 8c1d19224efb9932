import SCRAMAuthentication

/// Octets as text.
func string(_ octets: [UInt8]) -> String {
    String(decoding: octets, as: UTF8.self)
}

/// The steps with arrays: a message that is borrowed from the value that is consumed would not compile.
func answer(_ client: consuming SCRAMClient, _ message: [UInt8]) throws(SCRAMError)
    -> SCRAMClientProof
{
    try client.answer(message.span)
}

func begin(
    _ message: [UInt8],
    _ mechanism: SCRAMMechanism = .sha256,
    _ serverEndPoint: [UInt8]? = nil
) throws(SCRAMError) -> SCRAMServer {
    try SCRAMServer(clientFirstMessage: message.span, mechanism: mechanism, serverEndPoint: serverEndPoint)
}

func finish(_ challenge: consuming SCRAMServerChallenge, _ message: [UInt8]) throws(SCRAMError)
    -> [UInt8]
{
    try challenge.finish(message.span)
}

func finish(_ proof: consuming SCRAMClientProof, _ message: [UInt8]) throws(SCRAMError) {
    try proof.finish(message.span)
}

/// What `body` threw, or nil.
func refusal(_ body: () throws(SCRAMError) -> Void) -> SCRAMError? {
    do throws(SCRAMError) {
        try body()
        return nil
    } catch {
        return error
    }
}
