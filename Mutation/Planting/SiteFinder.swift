internal import SwiftSyntax

/// Finds the sites of a tree whose operators are folded.
final class SiteFinder: SyntaxVisitor {
    private let converter: SourceLocationConverter
    private let lines: [Substring]
    private(set) var sites: [Site] = []
    /// The names of variables that get their first value by an assignment, which cannot be left out.
    var lateNames: Set<String> = []

    init(_ source: String, converter: SourceLocationConverter) {
        lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        self.converter = converter
        super.init(viewMode: .sourceAccurate)
    }

    override func visit(_ node: SourceFileSyntax) -> SyntaxVisitorContinueKind {
        lateNames = LateNames(node).names
        return .visitChildren
    }

    /// Adds a site that wraps a call of the switch around `node`.
    private func add(_ kind: Kind, _ node: some SyntaxProtocol, _ prefix: String, _ suffix: String = ")") {
        add(kind, node, [wrap(node, prefix, suffix)])
    }

    private func add(
        _ kind: Kind,
        _ node: some SyntaxProtocol,
        _ wraps: [Site.Wrap],
        comma: TokenSyntax? = nil
    ) {
        let line = converter.location(for: node.positionAfterSkippingLeadingTrivia).line
        var original = Self.oneLine(node.trimmedDescription)
        // A constant says little by itself, and stands in a file more than once.
        if kind.isConstant { original += " in " + Self.oneLine(lines[line - 1]) }
        let place = comma.map {
            $0.positionAfterSkippingLeadingTrivia.utf8Offset..<$0.endPositionBeforeTrailingTrivia.utf8Offset
        }
        sites.append(Site(kind: kind, line: line, original: original, wraps: wraps, comma: place))
    }

    private static func oneLine(_ text: some StringProtocol) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func wrap(_ node: some SyntaxProtocol, _ prefix: String, _ suffix: String) -> Site.Wrap {
        Site.Wrap(
            start: node.positionAfterSkippingLeadingTrivia.utf8Offset,
            end: node.endPositionBeforeTrailingTrivia.utf8Offset,
            prefix: prefix,
            suffix: suffix
        )
    }

    // MARK: Conditions

    private func condition(_ node: ExprSyntax, always: Bool, never: Bool) {
        if node.is(BooleanLiteralExprSyntax.self) { return }
        if always { add(.always, node, "Planted.always(#, ") }
        if never { add(.never, node, "Planted.never(#, ") }
    }

    /// A list without a Boolean gets one behind it: what is bound there is used, so that the list stays.
    private func conditions(_ list: ConditionElementListSyntax, always: Bool, never: Bool) {
        let plain = list.compactMap { $0.condition.as(ExprSyntax.self) }
        for node in plain { condition(node, always: always, never: never) }
        if plain.isEmpty, never { add(.never, list, "", ", Planted.keeps(#)") }
    }

    override func visit(_ node: IfExprSyntax) -> SyntaxVisitorContinueKind {
        conditions(node.conditions, always: true, never: true)
        return .visitChildren
    }

    override func visit(_ node: GuardStmtSyntax) -> SyntaxVisitorContinueKind {
        conditions(node.conditions, always: true, never: false)
        return .visitChildren
    }

    /// A loop without an end would only cost time.
    override func visit(_ node: WhileStmtSyntax) -> SyntaxVisitorContinueKind {
        conditions(node.conditions, always: false, never: true)
        return .visitChildren
    }

    override func visit(_ node: WhereClauseSyntax) -> SyntaxVisitorContinueKind {
        condition(node.condition, always: true, never: true)
        return .visitChildren
    }

    override func visit(_ node: TernaryExprSyntax) -> SyntaxVisitorContinueKind {
        condition(node.condition, always: true, never: true)
        return .visitChildren
    }

    override func visit(_ node: PrefixOperatorExprSyntax) -> SyntaxVisitorContinueKind {
        if node.operator.text == "!" { add(.turned, node, "Planted.turned(#, ") }
        return .visitChildren
    }

    // MARK: Operators

    override func visit(_ node: InfixOperatorExprSyntax) -> SyntaxVisitorContinueKind {
        guard let name = node.operator.as(BinaryOperatorExprSyntax.self)?.operator else {
            return .visitChildren
        }
        switch name.text {
        case "&&", "||":
            for side in [node.leftOperand, node.rightOperand] {
                // A chain is one list of operands.
                let inner = side.as(InfixOperatorExprSyntax.self)?.operator.trimmedDescription
                if inner != name.text { condition(side, always: name.text == "&&", never: name.text == "||") }
            }
        case "<", "<=", ">", ">=", "..<", "...":
            let function =
                switch name.text {
                case "<": "less"
                case "<=": "atMost"
                case ">": "greater"
                case ">=": "atLeast"
                case "..<": "range"
                default: "closedRange"
                }
            add(.boundary, node, [wrap(node, "Planted.\(function)(#, ", ")")], comma: name)
        case "==", "!=":
            // Whether there is something is a condition, and no comparison.
            guard !node.rightOperand.is(NilLiteralExprSyntax.self) else { break }
            let function = name.text == "==" ? "equal" : "unequal"
            add(.equality, node, [wrap(node, "Planted.\(function)(#, ", ")")], comma: name)
        default: break
        }
        return .visitChildren
    }

    // MARK: Constants

    override func visit(_ node: IntegerLiteralExprSyntax) -> SyntaxVisitorContinueKind {
        add(.greater, node, "Planted.next(#, ")
        if node.literal.text != "0" { add(.less, node, "Planted.previous(#, ") }
        return .skipChildren
    }

    override func visit(_ node: BooleanLiteralExprSyntax) -> SyntaxVisitorContinueKind {
        let isEndlessLoop = node.parent?.is(ConditionElementSyntax.self) ?? false
        if !isEndlessLoop { add(.flag, node, "Planted.turned(#, ") }
        return .skipChildren
    }

    override func visit(_ node: StringLiteralExprSyntax) -> SyntaxVisitorContinueKind {
        add(.text, node, "Planted.text(#, ")
        return .visitChildren
    }

    // MARK: Calls

    override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
        let name = node.calledExpression.trimmedDescription
        if Self.stopping.contains(name) { return .skipChildren }
        if node.arguments.first?.label?.text == "ascii" {
            // The one character of a literal is a number here.
            add(.greater, node, "Planted.next(#, ")
            return .skipChildren
        }
        let arguments = Array(node.arguments)
        for (one, other) in zip(arguments, arguments.dropFirst()) {
            guard Self.isPlain(one.expression), Self.isPlain(other.expression) else { continue }
            let (left, right) = (one.expression.trimmedDescription, other.expression.trimmedDescription)
            guard left != right else { continue }
            add(
                .swapped,
                node,
                [
                    wrap(one.expression, "Planted.pick(#, ", ", \(right))"),
                    wrap(other.expression, "Planted.pick(#, ", ", \(left))"),
                ]
            )
        }
        return .visitChildren
    }

    override func visit(_ node: CodeBlockItemSyntax) -> SyntaxVisitorContinueKind {
        if canBeOmitted(node) { add(.omitted, node.item, "if Planted.keeps(#) { ", " }") }
        return .visitChildren
    }

    // MARK: What is no code of a function, or has to be a literal

    override func visit(_ node: AttributeSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: IfConfigDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: EnumCaseDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: SwitchCaseItemSyntax) -> SyntaxVisitorContinueKind {
        if let clause = node.whereClause { walk(clause) }
        return .skipChildren
    }
    override func visit(_ node: ExpressionPatternSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: FunctionParameterClauseSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: GenericArgumentClauseSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: InlineArrayTypeSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: MacroExpansionExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }

    /// A table is data: the published vectors judge it, and the compiler would need minutes for it.
    override func visit(_ node: ArrayExprSyntax) -> SyntaxVisitorContinueKind {
        node.elements.count > 16 ? .skipChildren : .visitChildren
    }

    private static let stopping: Set<String> = [
        "precondition", "preconditionFailure", "assert", "assertionFailure", "fatalError", "unsafeBitCast",
    ]

    /// Whether it can be written twice.
    private static func isPlain(_ node: ExprSyntax) -> Bool {
        if node.is(DeclReferenceExprSyntax.self) { return true }
        guard let member = node.as(MemberAccessExprSyntax.self), let base = member.base else { return false }
        return isPlain(base)
    }
}
