/// Wipes what functions that have returned may have left of a secret outside the heap: in the vector registers and
/// on the stack below the caller.
///
/// Our own secrets lie on the heap, yet a compiler may put a register on the stack at any call, and GMP's assembly
/// does; the numbers of a fixed size that a computation goes through lie there anyway. `memcpy` leaves the last octets
/// it moved in vector registers, and whoever saves these later, a signal or the dynamic linker that binds a function at
/// its first call, puts them on the stack. So the registers come first: to move 512 zeros takes all those that moving
/// a secret does.
@inline(never)
package func wipeStackBelow() {
    let zeros = makeZeros()
    let moved = zeros.copy()
    precondition(moved.count == zeros.count)
    // The first round binds what the second one calls: where the linker saves registers on the way, it does so
    // above the end of the second round's block.
    wipeSmallBlock()
    wipeBlock()
}

/// By itself, so that the optimiser makes no `memset` of the copy.
@inline(never)
private func makeZeros() -> SecretBytes {
    SecretBytes(repeating: 0, count: 512)
}

@inline(never)
private func wipeSmallBlock() {
    var block = InlineArray<64, UInt8>(repeating: 0)
    var span = block.mutableSpan
    wipe(&span)
}

/// 32 KiB of stack are many times what the deepest of the calls here takes.
@inline(never)
private func wipeBlock() {
    var block = InlineArray<32768, UInt8>(repeating: 0)
    var span = block.mutableSpan
    wipe(&span)
}
