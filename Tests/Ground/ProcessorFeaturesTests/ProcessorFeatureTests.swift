import Glibc
import Testing

@testable import ProcessorFeatures

/// The flags that Linux prints of the first processor: another reader of the same instructions.
private let flags: Set<Substring>? = {
    guard let file = fopen("/proc/cpuinfo", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 1 << 14)
    while fgets(&line, Int32(line.count), file) != nil {
        let text = line.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        if text.hasPrefix("flags") { return Set(text.split(whereSeparator: { $0.isWhitespace })) }
    }
    return nil
}()

@Suite(
    "Features of the processor",
    .enabled(if: flags != nil, "the system does not print the processor's flags")
)
struct ProcessorFeatureTests {
    @Test("Wide multiplication is AVX-512 F and IFMA")
    func wideMultiplication() {
        #expect(ProcessorFeature.hasWideMultiplication == flags?.isSuperset(of: ["avx512f", "avx512ifma"]))
    }

    @Test("Wide addition is AVX2")
    func wideAddition() {
        #expect(ProcessorFeature.hasWideAddition == flags?.contains("avx2"))
    }

    @Test("Wide addition beside rotation is AVX2 and BMI2")
    func wideAdditionBesideRotation() {
        #expect(ProcessorFeature.hasWideAdditionBesideRotation == flags?.isSuperset(of: ["avx2", "bmi2"]))
    }

    @Test("AES on four blocks at once takes the AES instructions, VAES and AVX-512 F")
    func wideAES() {
        #expect(ProcessorFeature.hasWideAES == flags?.isSuperset(of: ["aes", "vaes", "avx512f"]))
    }

    @Test("SHA-256 takes the SHA instructions, SSSE3 and SSE4.1")
    func sha256() {
        #expect(ProcessorFeature.hasSHA256 == flags?.isSuperset(of: ["sha_ni", "ssse3", "sse4_1"]))
    }
}
