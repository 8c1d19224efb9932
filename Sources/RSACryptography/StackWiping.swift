internal import SecretMemory

/// Wipes the stack below the caller, where functions that have returned may have left limbs of a secret.
///
/// Our own secrets lie on the heap, yet a compiler may put a register on the stack at any call, and GMP's assembly
/// does. 32 KiB are more than the deepest of these calls takes.
@inline(never)
func wipeStackBelow() {
    var block = InlineArray<32768, UInt8>(repeating: 0)
    var span = block.mutableSpan
    wipe(&span)
}
