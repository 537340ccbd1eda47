using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Platform.Guards.Tests;

/// <summary>A condition upon which somebody is refused.</summary>
/// <param name="Name">Its file, the use case or part of it, and the condition: what names it as long as nobody changes it.</param>
/// <param name="File">Of the product, from the root.</param>
public sealed record Guard(string Name, string File)
{
    /// <summary>The files in which to look for tests that notice it: use cases and tests.</summary>
    public IReadOnlyList<string> Callers { get; init; } = [File];
}

/// <summary>
/// Finds the guards in a file of the product and puts a switch to each: a term of the condition upon which a refusal is returned, thrown or
/// chosen. What only finds nothing (<c>is not { } found</c>) has no switch, for without it there is nothing to go on with; nor has what hands on
/// the refusal of another (<c>body.Refuses() is { } refusal</c>).
/// </summary>
public sealed class GuardFinder : CSharpSyntaxRewriter
{
    private static readonly string[] Refusing = ["Refusal", "refus", "Forbid", "Unauthorized", "NotToChangeAsync", "Fail(", "BadRequest", "Rejected", "Challenge"];

    private readonly string file;
    private readonly Dictionary<string, int> taken = [];

    private GuardFinder(string file) => this.file = file;

    public List<Guard> Found { get; } = [];

    /// <summary>The guards of a file, and its text with a switch at each.</summary>
    public static (IReadOnlyList<Guard> Guards, string Switched) In(string file, string text)
    {
        var guards = new GuardFinder(file);
        var switched = guards.Visit(CSharpSyntaxTree.ParseText(text).GetRoot());
        return (guards.Found, switched.ToFullString());
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return Refuses(node.Statement) ? visited.WithCondition(Switched(node.Condition, visited.Condition)) : visited;
    }

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        var visited = (ConditionalExpressionSyntax)base.VisitConditionalExpression(node)!;
        return Refuses(node.WhenTrue) ? visited.WithCondition(Switched(node.Condition, visited.Condition))
            : Refuses(node.WhenFalse) && !HoldsName(node.Condition) ? visited.WithCondition(SyntaxFactory.ParseExpression($"({Switch(node.Condition)} || {Inner(visited.Condition)}) "))
            : visited;
    }

    public override SyntaxNode? VisitSwitchExpressionArm(SwitchExpressionArmSyntax node)
    {
        var visited = (SwitchExpressionArmSyntax)base.VisitSwitchExpressionArm(node)!;
        if (!Refuses(node.Expression) || node.Expression is ConditionalExpressionSyntax || node.Pattern is DiscardPatternSyntax) return visited;

        var (switched, space) = ($"!{Switch(node)}", SyntaxFactory.Space);
        var condition = SyntaxFactory.ParseExpression(visited.WhenClause is { } clause ? $"{switched} && ({clause.Condition}) " : $"{switched} ");
        return visited.WithWhenClause(SyntaxFactory.WhenClause(SyntaxFactory.Token([space], SyntaxKind.WhenKeyword, [space]), condition));
    }

    private ExpressionSyntax Switched(ExpressionSyntax condition, ExpressionSyntax visited)
    {
        if (condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either)
        {
            var now = (BinaryExpressionSyntax)visited;
            return now.WithLeft(Switched(either.Left, now.Left)).WithRight(Switched(either.Right, now.Right));
        }

        if (Declares(condition) || condition is IsPatternExpressionSyntax { Expression: IdentifierNameSyntax, Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } }
            || (condition is IsPatternExpressionSyntax && condition.DescendantNodes().Any(node => node is SingleVariableDesignationSyntax { Identifier.Text: "refusal" }))) return visited;

        return SyntaxFactory.ParseExpression($"(!{Switch(condition)} && {Inner(visited)}) ");
    }

    private static string Inner(ExpressionSyntax condition) => $"({condition.ToFullString().Trim()})";

    private string Switch(SyntaxNode condition)
    {
        var part = condition.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is MethodDeclarationSyntax or PropertyDeclarationSyntax or ConstructorDeclarationSyntax or FieldDeclarationSyntax) switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            _ => "-",
        };
        var name = $"{file} {part}: {string.Join(' ', condition.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";
        taken[name] = taken.GetValueOrDefault(name) + 1;
        if (taken[name] > 1) name += $" ({taken[name]})";
        Found.Add(new(name, file));
        return $"Platform.Hosting.Removed.Is({SymbolDisplay.FormatLiteral(name, quote: true)})";
    }

    /// <summary>A name that lives on where the condition is false.</summary>
    private static bool Declares(ExpressionSyntax condition) =>
        condition.DescendantNodesAndSelf().Any(node => node is DeclarationExpressionSyntax || (node is UnaryPatternSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } && HoldsName(node)));

    private static bool HoldsName(SyntaxNode node) => node.DescendantNodes().Any(inner => inner is SingleVariableDesignationSyntax);

    private static bool Refuses(StatementSyntax statement) => statement switch
    {
        BlockSyntax { Statements: [.., var last] } block => block.Statements.Count <= 4 && (Refuses(last) || block.Statements.Any(one => one is ExpressionStatementSyntax && SaysRefusal(one.ToString()) && last is ReturnStatementSyntax)),
        ReturnStatementSyntax { Expression: { } returned } => Refuses(returned),
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } => SaysRefusal(call.Expression.ToString() + "("),
        _ => false,
    };

    private static bool Refuses(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax => false,
        ConditionalExpressionSyntax either => Refuses(either.WhenTrue) || Refuses(either.WhenFalse),
        _ => SaysRefusal(expression.ToString()),
    };

    private static bool SaysRefusal(string text) => text == "Off" || (text.Length < 600 && Refusing.Any(word => text.Contains(word, StringComparison.Ordinal)));
}
