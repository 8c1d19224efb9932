/// The search for a path, from the certificate up (RFC 4158, section 2): depth first, the likeliest issuer first.
///
/// A signature is verified where a step is taken, so that no path is gone that nobody signed; what else is wrong with
/// an authority alone ends a way at once, where the search is one that prunes.
final class PathSearch {
    /// What is searched for.
    enum Aim {
        /// The first valid path.
        case valid(prunes: Bool)
        /// All paths that signatures lead along, whatever else is wrong with them.
        case signed
    }

    private let pool: CandidatePool
    private let checks: PathChecks
    private let work: ValidationWork
    private let aim: Aim
    private let prunes: Bool
    private(set) var failures: [FailedPath] = []
    /// All paths that were found, where these are searched for.
    private(set) var ways: [CertificateWay] = []
    /// The longest path that was gone.
    private(set) var longest: [Candidate] = []
    private var found: ValidatedPath?
    /// The anchor that the certificate itself is, where that is enough.
    private let own: Anchor?

    init(pool: CandidatePool, checks: PathChecks, work: ValidationWork, aim: Aim) {
        self.pool = pool
        self.checks = checks
        self.work = work
        self.aim = aim
        if case .valid(prunes: true) = aim { prunes = true } else { prunes = false }
        own = checks.policy.acceptsAnchorItself ? pool.anchor(ofCertificate: pool.leaf.certificate) : nil
    }

    /// Searches; gives the first valid path.
    func run() -> ValidatedPath? {
        if let own { finish([pool.leaf], at: own, isDirect: true) }
        if prunes, !checks.ownFaults(of: pool.leaf, at: 0, above: []).isEmpty { return found }
        if found == nil { follow([pool.leaf]) }
        return found
    }

    private var isDone: Bool {
        found != nil || work.isExhausted || !prunes && failures.count >= work.limits.failureCount
    }

    /// Goes on from the last certificate of `path`, which has the others below it.
    private func follow(_ path: [Candidate]) {
        let last = path[path.count - 1]
        if path.count > longest.count { longest = path }
        var answers: [SignatureAnswer] = []
        var mayGoOn = false
        for anchor in pool.anchors(named: last.issuer) where !isDone {
            guard work.step() else { return report(path) }
            let answer = checks.signature(of: last.certificate, by: anchor.anchor.publicKey)
            answers.append(answer)
            guard leadsOn(answer) else { continue }
            mayGoOn = true
            // One that signed itself was looked at already.
            if !isForAll, path.count == 1, anchor.anchor == own?.anchor { continue }
            finish(path, at: anchor, isDirect: false)
        }
        let issuers = pool.candidates(named: last.issuer)
        var isLoop = false
        for next in ranked(issuers, for: last) where !isDone {
            guard work.step() else { return report(path) }
            if path.contains(where: { $0.entity == next.entity }) {
                isLoop = true
                continue
            }
            guard path.count < work.limits.pathLength else {
                fail(path, [(path.count - 1, .pathBeyondLimit(work.limits.pathLength))])
                continue
            }
            if prunes, !checks.ownFaults(of: next, at: path.count, above: path).isEmpty { continue }
            let answer = checks.signature(of: last.certificate, by: next.key)
            answers.append(answer)
            guard leadsOn(answer) else { continue }
            mayGoOn = true
            follow(path + [next])
        }
        if mayGoOn || isDone { return report(path) }
        fail(path, [(path.count - 1, deadEnd(at: last, answers, isLoop: isLoop))])
    }

    private var isForAll: Bool { if case .signed = aim { true } else { false } }

    /// Whether a step is taken: of all paths, also where the signature is not verified here.
    private func leadsOn(_ answer: SignatureAnswer) -> Bool {
        if isForAll { return answer.mayBeValid && !work.isExhausted }
        if case .valid = answer { return true }
        return false
    }

    /// The issuers in the order in which they are tried (RFC 4158, section 3.5): first those whose key is the one that
    /// is named, and those that are valid now.
    private func ranked(_ issuers: [Candidate], for last: Candidate) -> [Candidate] {
        guard issuers.count > 1, work.step(issuers.count) else { return issuers }
        let named = last.namedKeyIdentifier
        func rank(_ candidate: Candidate) -> Int {
            var rank = candidate.certificate.validity.contains(checks.time) ? 0 : 4
            if let named, let own = candidate.keyIdentifier {
                rank += named == own ? 0 : 2
            } else {
                rank += 1
            }
            return rank
        }
        // The order of those that are given counts where nothing else does.
        let ranks = issuers.map(rank)
        return issuers.indices
            .sorted { left, right in
                ranks[left] == ranks[right] ? left < right : ranks[left] < ranks[right]
            }
            .map { issuers[$0] }
    }

    private func deadEnd(at last: Candidate, _ answers: [SignatureAnswer], isLoop: Bool) -> ValidationFault {
        if answers.isEmpty { return isLoop ? .issuersFormLoop : .issuerNotFound(last.certificate.issuer) }
        for answer in answers {
            if case .notVerified(let fault) = answer { return fault }
        }
        return .signatureInvalid(issuer: last.certificate.issuer)
    }

    private func finish(_ path: [Candidate], at anchor: Anchor, isDirect: Bool) {
        guard found == nil, work.path() else { return report(path) }
        if isForAll {
            ways.append(CertificateWay(path, to: isDirect ? nil : anchor, checks))
            return
        }
        switch checks.outcome(of: path, at: anchor, isDirect: isDirect) {
        case .valid(let policies):
            found = ValidatedPath(
                certificates: path.map(\.certificate),
                anchor: anchor.anchor,
                policies: policies
            )
        case .invalid(let faults):
            add(path, anchor: anchor.anchor, faults)
        }
    }

    /// Adds that a limit was reached, where nothing else is said.
    private func report(_ path: [Candidate]) {
        guard !isForAll, let exhaustion = work.exhaustion, failures.isEmpty else { return }
        add(path, anchor: nil, [(0, exhaustion)])
    }

    /// Adds a path that leads to no anchor, with what is wrong with its certificates besides.
    private func fail(_ path: [Candidate], _ faults: [(Int, ValidationFault)]) {
        guard !prunes, !isForAll else { return }
        add(path, anchor: nil, faults + checks.ownFaults(of: path))
    }

    private func add(_ path: [Candidate], anchor: TrustAnchor?, _ faults: [(Int, ValidationFault)]) {
        guard failures.count < work.limits.failureCount else { return }
        let located = faults.map { FailedPath.LocatedFault(position: $0.0, fault: $0.1) }
        failures.append(
            FailedPath(certificates: path.map(\.certificate), anchor: anchor, faults: located)
        )
    }
}
