using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Commands;

/// <summary>Which variables a program of the operator gets.</summary>
/// <param name="Passed">Names of those that it gets as this process has them.</param>
/// <param name="Set">Those that are declared.</param>
internal sealed record ProgramEnvironment(
    ImmutableArray<string> Passed, ImmutableSortedDictionary<string, string> Set)
{
    /// <summary>Reads <c>env: {pass: [names], set: {name: text}}</c>.</summary>
    public static ProgramEnvironment Read(ObjectReader fields, ICollection<Finding> findings)
    {
        var set = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (fields.Value("env") is not { } value)
        {
            return new([], set.ToImmutable());
        }

        var env = new ObjectReader(value, fields.PointerTo("env"), findings);
        var passed = env.Texts("pass") ?? [];
        foreach (var member in env.Members("set"))
        {
            if (member.Value.ValueKind is JsonValueKind.String
                && !member.Value.GetString()!.Contains('\0', StringComparison.Ordinal))
            {
                set[member.Name] = member.Value.GetString()!;
            }
            else
            {
                env.Report(
                    FindingCodes.WrongType, "set", $"The value of \"{member.Name}\" has to be a text without NUL.");
            }
        }

        env.RefuseUnknown();
        foreach (var name in passed.Concat(set.Keys).Where(name => !IsVariable(name)))
        {
            env.Report(
                FindingCodes.InvalidValue,
                passed.Contains(name) ? "pass" : "set",
                $"\"{PlainText.Shorten(name, 80)}\" cannot be handed to a program: a name has letters, digits and "
                + "underscores, and those that begin with HARMONIA_ belong to the engine.");
        }

        return new([.. passed], set.ToImmutable());
    }

    private static bool IsVariable(string name) =>
        name.Length is > 0 and <= 256
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_')
        && !name.StartsWith("HARMONIA_", StringComparison.OrdinalIgnoreCase);
}
