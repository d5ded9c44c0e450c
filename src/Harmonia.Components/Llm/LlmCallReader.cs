using System.Text.Json;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Llm.Protocols;
using Harmonia.Components.Llm.Tools;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Components.Llm;

/// <summary>Reads the input of the actions of <c>llm</c>.</summary>
internal static class LlmCallReader
{
    public const string Chat = "chat";
    public const string Generate = "generate";
    public const string Extract = "extract";

    private const int MaxMessages = 1000;
    private const int MaxStops = 16;
    private const int UsualRepairs = 2;

    private const string UsualInstruction = "Extract the data that is asked for from the text.";

    /// <returns><see langword="null"/> when there are findings.</returns>
    public static LlmCall? Read(
        string action, JsonElement element, LlmSettings settings, ToolPolicyReader tools, ICollection<Finding> findings)
    {
        var input = new ObjectReader(element, "", findings);
        var (messages, systems) = action switch
        {
            Chat => ReadMessages(input, findings),
            Generate => (ReadPrompt(input), []),
            _ => (ReadText(input), []),
        };
        if (input.Text("system") is { } own)
        {
            systems.Insert(0, own);
        }

        var schema = ReadSchema(input, findings, isRequired: action is Extract);
        var call = new LlmCall(ReadChain(input, settings), string.Join("\n\n", systems), messages)
        {
            Temperature = ReadTemperature(input) ?? (action is Extract ? 0 : null),
            MaxTokens = (int?)input.Integer("max_tokens", 1, 10_000_000),
            Stop = ReadStop(input),
            Schema = schema,
            MaxRepairs = (int)(input.Integer("max_repairs", 0, 10) ?? UsualRepairs),
            Tools = tools.Read(input, findings),
            Stream = ReadStream(input, schema),
        };
        input.RefuseUnknown();
        return findings.Any(finding => finding.IsError) ? null : call;
    }

    private static IReadOnlyList<LlmModel> ReadChain(ObjectReader input, LlmSettings settings)
    {
        var alias = input.Text("model") ?? settings.DefaultModel;
        if (alias is null)
        {
            input.Report(
                FindingCodes.MissingField,
                "model",
                settings.Models.IsEmpty
                    ? "The operator has configured no language model."
                    : $"Say which model: {string.Join(", ", settings.Models.Keys)}. The operator can set a default.");
            return [];
        }

        var chain = settings.ChainOf(alias);
        if (chain.Count is 0)
        {
            input.Report(
                FindingCodes.InvalidValue, "model", LlmSettingsReader.UnknownAlias(alias, settings.Models.Keys));
        }

        return chain;
    }

    /// <summary>A conversation, of which what the system says is kept apart.</summary>
    private static (List<ModelMessage> Messages, List<string> Systems) ReadMessages(
        ObjectReader input, ICollection<Finding> findings)
    {
        List<ModelMessage> messages = [];
        List<string> systems = [];
        var items = input.Items("messages");
        if (items is null or { Count: 0 or > MaxMessages })
        {
            findings.Add(new(
                items is null ? FindingCodes.MissingField : FindingCodes.InvalidValue,
                input.PointerTo("messages"),
                $"A list of 1 to {MaxMessages} messages is required."));
        }

        foreach (var (place, item) in (items ?? []).Take(MaxMessages).Index())
        {
            var pointer = JsonPointer.Append(input.PointerTo("messages"), $"{place}");
            var message = new ObjectReader(item, pointer, findings);
            var role = message.Text("role", required: true);
            var text = ReadContent(message);
            message.RefuseUnknown();
            switch (role)
            {
                case "system":
                    systems.Add(text);
                    break;
                case "user":
                    messages.Add(new ModelMessage.User(text));
                    break;
                case "assistant":
                    messages.Add(new ModelMessage.Assistant(text, []));
                    break;
                case null:
                    break;
                default:
                    message.Report(
                        FindingCodes.InvalidValue, "role", "A message is of system, user or assistant.");
                    break;
            }
        }

        return (messages, systems);
    }

    /// <summary>A text, or a list of <c>{"type": "text", "text": …}</c>.</summary>
    private static string ReadContent(ObjectReader message)
    {
        if (message.Value("content") is not { ValueKind: JsonValueKind.Array } parts)
        {
            return message.Text("content", required: true) ?? "";
        }

        List<string> texts = [];
        foreach (var part in parts.EnumerateArray())
        {
            if (part.Text("type") is "text" && part.Text("text") is { } text)
            {
                texts.Add(text);
                continue;
            }

            message.Report(
                FindingCodes.NotSupported, "content", "Only parts of the type text are supported, with their text.");
        }

        return string.Join("\n", texts);
    }

    private static List<ModelMessage> ReadPrompt(ObjectReader input) =>
        [new ModelMessage.User(input.Text("prompt", required: true) ?? "")];

    private static List<ModelMessage> ReadText(ObjectReader input)
    {
        var (text, prompt) = (input.Text("text"), input.Text("prompt"));
        if (text is null && prompt is null)
        {
            input.Report(
                FindingCodes.MissingField, "text", "Give the text to extract from, or a prompt that holds it.");
        }

        return [new ModelMessage.User(text is null ? prompt ?? "" : $"{prompt ?? UsualInstruction}\n\nThe text:\n{text}")];
    }

    private static double? ReadTemperature(ObjectReader input)
    {
        const double Max = 2;
        if (input.Value("temperature") is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and <= Max)
        {
            return number;
        }

        input.Report(FindingCodes.InvalidValue, "temperature", $"A temperature is a number from 0 to {Max}.");
        return null;
    }

    private static IReadOnlyList<string> ReadStop(ObjectReader input)
    {
        var stops = input.Value("stop") is { ValueKind: JsonValueKind.String }
            ? [input.Text("stop") ?? ""]
            : input.Texts("stop") ?? [];
        if (stops.Count > MaxStops || stops.Any(stop => stop.Length is 0))
        {
            input.Report(FindingCodes.InvalidValue, "stop", $"At most {MaxStops} texts, none of them empty.");
        }

        return stops;
    }

    private static JsonSchema? ReadSchema(ObjectReader input, ICollection<Finding> findings, bool isRequired)
    {
        var (source, field) = (input.Value("schema"), "schema");
        if (input.Value("response_format") is { } format)
        {
            if (source is not null)
            {
                input.Report(FindingCodes.InvalidValue, "response_format", "Give a schema or a format, not both.");
            }

            (source, field) = (ReadFormat(input, format), "response_format");
        }

        if (source is not { } given)
        {
            if (isRequired)
            {
                input.Report(FindingCodes.MissingField, "schema", "The field \"schema\" is required.");
            }

            return null;
        }

        return JsonSchema.Compile(
            SchemaShorthand.Expand(given), SchemaOptions.Default, input.PointerTo(field), findings);
    }

    /// <summary>The words of OpenAI for what an answer has to look like.</summary>
    private static JsonElement? ReadFormat(ObjectReader input, JsonElement format)
    {
        switch (format.Text("type"))
        {
            case "text":
                return null;
            case "json_object":
                return JsonValue.Object(static writer => writer.WriteString("type", "object"));
            case "json_schema" when format.Member("json_schema")?.Member("schema") is { } schema:
                return schema;
            default:
                input.Report(
                    FindingCodes.InvalidValue,
                    "response_format",
                    "A format is of the type text, json_object, or json_schema with json_schema.schema.");
                return null;
        }
    }

    /// <summary>A bad answer is asked for again, so what was told of it would be no part of the output.</summary>
    private static bool ReadStream(ObjectReader input, JsonSchema? schema)
    {
        var stream = input.Flag("stream", fallback: schema is null);
        if (stream && schema is not null)
        {
            input.Report(
                FindingCodes.InvalidValue,
                "stream",
                "An answer that has to match a schema is not streamed: it is known only when it is whole.");
        }

        return stream;
    }
}
