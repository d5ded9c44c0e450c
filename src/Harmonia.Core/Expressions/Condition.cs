using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Expressions;

/// <summary>A condition in any documented form: text, boolean, or an object of <c>and, or, not, eq, …</c>; safe to share.</summary>
public sealed class Condition
{
    private Condition(JsonElement source) => Source = source;

    public JsonElement Source { get; }

    public ImmutableArray<(string Pointer, Reference Reference)> References { get; private init; } = [];

    /// <returns><see langword="null"/> when there were errors, all of which are added to <paramref name="findings"/>.</returns>
    public static Condition? Compile(JsonElement source, string pointer, ICollection<Finding> findings) =>
        throw new NotImplementedException();

    public bool TryTest(
        IExpressionScope scope,
        EvaluationLimits limits,
        out bool holds,
        [NotNullWhen(false)] out ExpressionError? error) => throw new NotImplementedException();
}
