using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Harmonia.Core.Definitions.Reading;

/// <summary>
/// The tags of the core schema; every other tag is refused, as it asks for a type that data does not have.
/// </summary>
internal static class YamlTags
{
    private const string Prefix = "tag:yaml.org,2002:";

    /// <returns><see langword="null"/> when the tag is not one of the core schema for such a value.</returns>
    public static YamlScalar? Resolve(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty)
        {
            return scalar.Style == ScalarStyle.Plain
                ? YamlScalar.Plain(scalar.Value)
                : new YamlScalar.Text(scalar.Value);
        }

        return scalar.Tag.Value switch
        {
            "!" or $"{Prefix}str" => new YamlScalar.Text(scalar.Value),
            $"{Prefix}null" => Expect(scalar.Value, literal => literal == "null"),
            $"{Prefix}bool" => Expect(scalar.Value, literal => literal is "true" or "false"),
            $"{Prefix}int" => Expect(scalar.Value, literal => literal.All(c => char.IsAsciiDigit(c) || c == '-')),
            $"{Prefix}float" => Expect(scalar.Value, literal => char.IsAsciiDigit(literal[^1])),
            _ => null,
        };
    }

    public static bool IsCore(NodeEvent container, string kind) =>
        container.Tag.IsEmpty || container.Tag.Value is "!" || container.Tag.Value == Prefix + kind;

    private static YamlScalar Expect(string text, Func<string, bool> isOfType) =>
        YamlScalar.Plain(text) is YamlScalar.Literal literal && isOfType(literal.Json)
            ? literal
            : new YamlScalar.Refused($"'{Shown.Text(text)}' is not what its tag says. Remove the tag.");
}
