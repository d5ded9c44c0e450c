using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Harmonia.Core.Expressions.Functions;

/// <summary>All functions by name; each works as <c>f(x, y)</c> and as <c>x.f(y)</c>.</summary>
internal static class FunctionTable
{
    private static readonly FrozenDictionary<string, Function> ByName =
        ListFunctions.All
            .Concat(ObjectFunctions.All)
            .Concat(TextFunctions.All)
            .Concat(MathFunctions.All)
            .Concat(TimeFunctions.All)
            .Concat(ConvertFunctions.All)
            .ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => ByName.Keys;

    public static bool TryGet(string name, [NotNullWhen(true)] out Function? function) =>
        ByName.TryGetValue(name, out function);
}
