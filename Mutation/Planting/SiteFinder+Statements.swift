internal import SwiftSyntax

// Which statements can be left out such that the rest compiles.
extension SiteFinder {
    func canBeOmitted(_ item: CodeBlockItemSyntax) -> Bool {
        if let thrown = item.item.as(ThrowStmtSyntax.self) { return canBeOmitted(thrown, item) }
        guard var expression = item.item.as(ExprSyntax.self), !Self.isValue(item) else { return false }
        while true {
            if let tried = expression.as(TryExprSyntax.self) {
                expression = tried.expression
            } else if let awaited = expression.as(AwaitExprSyntax.self) {
                expression = awaited.expression
            } else if let marked = expression.as(UnsafeExprSyntax.self) {
                expression = marked.expression
            } else {
                break
            }
        }
        if let call = expression.as(FunctionCallExprSyntax.self) {
            let name = call.calledExpression.trimmedDescription
            return !name.hasSuffix(".init") && !Self.neverReturning.contains(name)
        }
        guard let assignment = expression.as(InfixOperatorExprSyntax.self) else { return false }
        let target = assignment.leftOperand.trimmedDescription
        if let name = assignment.operator.as(BinaryOperatorExprSyntax.self)?.operator.text {
            return name.hasSuffix("=") && !["==", "!=", "<=", ">=", "~="].contains(name)
        }
        guard assignment.operator.is(AssignmentExprSyntax.self), !Self.isInInitializer(item) else {
            return false
        }
        let targets = assignment.leftOperand.as(TupleExprSyntax.self)?.elements.map(
            \.expression.trimmedDescription
        )
        return target != "_" && !(targets ?? [target]).contains { lateNames.contains($0) }
    }

    /// A throw at the end of a branch is left out by the branch's condition; elsewhere a function may have to have a
    /// value.
    private func canBeOmitted(_ thrown: ThrowStmtSyntax, _ item: CodeBlockItemSyntax) -> Bool {
        guard let block = item.parent?.parent else { return false }
        let isCaught = block.parent?.is(CatchClauseSyntax.self) ?? false
        guard block.is(SwitchCaseSyntax.self) || isCaught else { return false }
        return !Self.isInFunctionWithValue(Syntax(item))
    }

    private static let neverReturning: Set<String> = [
        "precondition", "preconditionFailure", "assert", "assertionFailure", "fatalError", "exit", "_exit",
        "abort",
    ]

    /// Whether the value of the only statement of a block is the block's.
    private static func isValue(_ item: CodeBlockItemSyntax) -> Bool {
        guard let list = item.parent?.as(CodeBlockItemListSyntax.self), list.count == 1 else { return false }
        guard var owner = list.parent else { return false }
        if owner.is(CodeBlockSyntax.self), let parent = owner.parent { owner = parent }
        if owner.is(ClosureExprSyntax.self) || owner.is(AccessorBlockSyntax.self) { return true }
        if let function = owner.as(FunctionDeclSyntax.self) { return function.signature.returnClause != nil }
        if let accessor = owner.as(AccessorDeclSyntax.self) {
            return accessor.accessorSpecifier.text == "get"
        }
        if owner.is(SwitchCaseSyntax.self), let choice = owner.parent?.parent { owner = choice }
        guard owner.is(IfExprSyntax.self) || owner.is(SwitchExprSyntax.self) else { return false }
        while let outer = owner.parent?.as(IfExprSyntax.self) { owner = Syntax(outer) }
        guard let statement = owner.parent?.as(ExpressionStmtSyntax.self) else { return true }
        guard let outer = statement.parent?.as(CodeBlockItemSyntax.self) else { return true }
        return isValue(outer)
    }

    private static func isInInitializer(_ item: CodeBlockItemSyntax) -> Bool {
        var node = item.parent
        while let here = node {
            if here.is(InitializerDeclSyntax.self) { return true }
            if here.is(FunctionDeclSyntax.self) || here.is(AccessorDeclSyntax.self) { return false }
            node = here.parent
        }
        return false
    }

    private static func isInFunctionWithValue(_ item: Syntax) -> Bool {
        var node = item.parent
        while let here = node {
            if let function = here.as(FunctionDeclSyntax.self) {
                return function.signature.returnClause != nil
            }
            let ends = here.is(ClosureExprSyntax.self) || here.is(AccessorBlockSyntax.self)
            if ends || here.is(InitializerDeclSyntax.self) { return true }
            node = here.parent
        }
        return false
    }
}

/// The names that are declared without a value.
final class LateNames: SyntaxVisitor {
    private(set) var names: Set<String> = []

    init(_ node: SourceFileSyntax) {
        super.init(viewMode: .sourceAccurate)
        walk(node)
    }

    override func visit(_ node: PatternBindingSyntax) -> SyntaxVisitorContinueKind {
        if node.initializer == nil { names.insert(node.pattern.trimmedDescription) }
        return .visitChildren
    }
}
