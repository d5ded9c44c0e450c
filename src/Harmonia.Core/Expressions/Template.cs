using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Expressions;

/// <summary>A JSON value whose strings may hold <c>${…}</c>, compiled once; safe to share between threads.</summary>
/// <remarks>A string that is exactly one <c>${…}</c> keeps the type of its value; any other is interpolated as text.</remarks>
public sealed class Template
{
    private Template(JsonElement source) => Source = source;

    public JsonElement Source { get; }

    /// <summary>Whether nothing has to be evaluated: rendering gives <see cref="Source"/> itself.</summary>
    public bool IsConstant { get; private init; }

    /// <summary>References of all expressions inside, each with the pointer of its string.</summary>
    public ImmutableArray<(string Pointer, Reference Reference)> References { get; private init; } = [];

    /// <returns><see langword="null"/> when there were errors, all of which are added to <paramref name="findings"/>.</returns>
    public static Template? Compile(JsonElement source, string pointer, ICollection<Finding> findings) =>
        throw new NotImplementedException();

    public bool TryRender(
        IExpressionScope scope,
        EvaluationLimits limits,
        out JsonElement value,
        [NotNullWhen(false)] out ExpressionError? error) => throw new NotImplementedException();
}
