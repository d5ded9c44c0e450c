using System.Buffers;
using System.Text;
using System.Text.Json;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Remote;
using Harmonia.Core.Definitions;

namespace Harmonia.Cli.Templates;

/// <summary>Values of parameters, out of <c>--values</c> and then <c>--set</c>.</summary>
internal static class GivenValues
{
    /// <param name="values">JSON, <c>@file</c>, or <c>-</c> for standard input.</param>
    /// <param name="settings">Texts <c>name=value</c>, each value JSON or else a text.</param>
    /// <param name="terminal">Has standard input.</param>
    /// <exception cref="CommandException">They cannot be understood.</exception>
    public static JsonElement Read(string? values, IReadOnlyList<string> settings, Terminal terminal)
    {
        OrderedDictionary<string, JsonElement> all = new(StringComparer.Ordinal);
        if (values is not null)
        {
            foreach (var member in Document(values, terminal).EnumerateObject())
            {
                all[member.Name] = member.Value;
            }
        }

        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new CommandException(ExitCode.Usage, $"'{setting}' is not of the form name=value.");
            }

            all[setting[..equals]] = Value(setting[(equals + 1)..]);
        }

        return Write(all);
    }

    private static JsonElement Document(string values, Terminal terminal)
    {
        var limits = DocumentLimits.Default with { MaxBytes = ServerConnection.MaxSentBytes };
        var source = values is "-" or ['@', ..]
            ? Source.Open(values.TrimStart('@'), terminal, limits)
            : Source.Parse("--values", Encoding.UTF8.GetBytes(values), DocumentFormat.Json, limits);
        return source.Document is { Root.ValueKind: JsonValueKind.Object } document
            ? document.Root
            : throw new CommandException(
                ExitCode.Usage,
                "the values are no object:\n" + string.Join('\n', source.Lines(source.Findings)));
    }

    /// <summary>What is no JSON is a text, so that few texts need quotation marks.</summary>
    private static JsonElement Value(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");
        }
    }

    private static JsonElement Write(OrderedDictionary<string, JsonElement> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in values)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
