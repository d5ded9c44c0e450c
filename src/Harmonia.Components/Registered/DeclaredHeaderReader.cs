using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Registered;

/// <summary>Reads <c>headers</c> of a component or an action.</summary>
internal static class DeclaredHeaderReader
{
    private const string Field = "headers";
    private const int MaxHeaders = 100;

    /// <summary>Words in the names of headers whose values prove who somebody is.</summary>
    private static readonly string[] Telling = ["authorization", "cookie", "token", "secret", "password", "api-key",
        "apikey", "api_key"];

    public static ImmutableArray<DeclaredHeader> Read(ObjectReader fields)
    {
        var headers = ImmutableArray.CreateBuilder<DeclaredHeader>();
        foreach (var member in fields.Members(Field))
        {
            if (ReadOne(member, out var header) is { } problem)
            {
                var name = PlainText.EscapeControls(PlainText.Shorten(member.Name, 80));
                fields.Report(FindingCodes.InvalidValue, Field, $"The header \"{name}\" {problem}.");
            }
            else if (headers.Any(other => other.Name.Equals(header!.Name, StringComparison.OrdinalIgnoreCase)))
            {
                fields.Report(FindingCodes.InvalidValue, Field, $"The header \"{header!.Name}\" is given twice.");
            }
            else
            {
                headers.Add(header!);
            }
        }

        if (headers.Count > MaxHeaders)
        {
            fields.Report(FindingCodes.TooLarge, Field, $"At most {MaxHeaders} headers are sent.");
        }

        return headers.ToImmutable();
    }

    /// <returns>What is wrong, as the rest of a sentence.</returns>
    private static string? ReadOne(JsonProperty member, out DeclaredHeader? header)
    {
        header = null;
        if (HttpHeaderRules.ProblemOfName(member.Name) is { } problem)
        {
            return problem;
        }

        if (HttpHeaderRules.DescribesBody(member.Name))
        {
            return "describes the body, which Harmonia writes";
        }

        if (member.Value.ValueKind is not JsonValueKind.String)
        {
            return $"needs a text as its value, not {ObjectReader.Kind(member.Value)}";
        }

        var text = member.Value.GetString()!;
        if (SecretReference.Parse(text) is { } reference)
        {
            header = new(member.Name, new DeclaredValue.Secret(reference));
            return null;
        }

        if (text.Contains("${", StringComparison.Ordinal) || text.StartsWith("secret://", StringComparison.Ordinal))
        {
            return "names a secret in a way that is not known: the whole value is \"${env.NAME}\" or \"secret://name\"";
        }

        if (Telling.Any(word => member.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            return $"holds a secret, which does not stand in a declaration. {SecretReference.HowTo}, or use "
                + "\"authentication\"";
        }

        header = new(member.Name, new DeclaredValue.Literal(text));
        return HttpHeaderRules.ProblemOfValue(text);
    }
}
