using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Registered;

/// <summary>Reads the declaration of a component, and collects everything that is wrong with it.</summary>
public static class ComponentDeclarationReader
{
    public const int MaxActions = 500;
    public const int MaxFallbacks = 10;
    public const int MaxMetadataBytes = 16 * 1024;

    internal const int MaxDescription = 4096;

    private const int MaxConcurrentCalls = 10_000;
    internal static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    /// <param name="element">The declaration.</param>
    /// <param name="pointer">Where it stands in the document of the findings.</param>
    /// <param name="findings">Takes all findings.</param>
    /// <returns><see langword="null"/> when there is an error among the findings of this declaration.</returns>
    public static ComponentDeclaration? Read(JsonElement element, string pointer, ICollection<Finding> findings)
    {
        List<Finding> own = [];
        var fields = new ObjectReader(element, pointer, own);
        var name = ReadName(fields);
        var actions = ReadActions(fields, own);
        var protocol = ReadProtocol(fields, actions);
        var declaration = new ComponentDeclaration
        {
            Name = name,
            Description = ReadDescription(fields),
            Protocol = protocol,
            Actions = actions,
            BaseUrl = ReadAddress(fields, protocol, out var server),
            Server = server,
            Authentication = AuthenticationReader.Read(fields, own),
            Headers = DeclaredHeaderReader.Read(fields),
            Timeout = fields.Seconds("timeout", MaxTimeout),
            Health = AvailabilityReader.ReadHealth(fields, own),
            CircuitBreaker = AvailabilityReader.ReadBreaker(fields, own),
            Fallbacks = ReadFallbacks(fields, name),
            MaxConcurrent = (int?)fields.Integer("max_concurrent", 1, MaxConcurrentCalls),
            Metadata = ReadMetadata(fields),
        };
        CheckProtocol(fields, declaration);
        fields.RefuseUnknown();
        own.ForEach(findings.Add);
        return own.Exists(finding => finding.IsError) ? null : declaration;
    }

    internal static string? ReadDescription(ObjectReader fields)
    {
        var text = fields.Text("description");
        if (text?.Length > MaxDescription)
        {
            fields.Report(
                FindingCodes.TooLarge, "description", $"A description has at most {MaxDescription} characters.");
        }

        return text;
    }

    private static string ReadName(ObjectReader fields)
    {
        var name = fields.Text("name", required: true);
        if (name is not null && !IsName(name))
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "name",
                "A component's name begins with a letter and has 1 to 64 letters, digits, dots, hyphens and "
                + $"underscores, not {Shown(name)}.");
        }

        return name ?? "";
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetter(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');

    private static string Shown(string text) => $"\"{PlainText.EscapeControls(PlainText.Shorten(text, 80))}\"";

    private static ImmutableArray<ActionDeclaration> ReadActions(ObjectReader fields, List<Finding> findings)
    {
        var items = fields.Items("actions") ?? [];
        if (items.Count > MaxActions)
        {
            fields.Report(FindingCodes.TooLarge, "actions", $"At most {MaxActions} actions can be declared.");
            return [];
        }

        var actions = ImmutableArray.CreateBuilder<ActionDeclaration>(items.Count);
        var pointer = fields.PointerTo("actions");
        foreach (var item in items)
        {
            var action = ActionDeclarationReader.Read(item, JsonPointer.Append(pointer, $"{actions.Count}"), findings);
            if (action.Name.Length > 0 && actions.Any(other => other.Name == action.Name))
            {
                fields.Report(
                    FindingCodes.DuplicateKey, "actions", $"The action {Shown(action.Name)} is declared twice.");
            }

            actions.Add(action);
        }

        return actions.ToImmutable();
    }

    private static string ReadProtocol(ObjectReader fields, ImmutableArray<ActionDeclaration> actions)
    {
        var usual = actions.Any(action => action.Path is not null) ? ProtocolNames.Http : ProtocolNames.Adapter;
        var protocol = fields.Text("protocol") ?? usual;
        if (ProtocolNames.All.Contains(protocol))
        {
            return protocol;
        }

        var nearest = NearestName.Find(protocol, ProtocolNames.All);
        fields.Report(
            FindingCodes.InvalidValue,
            "protocol",
            $"A protocol is one of {string.Join(", ", ProtocolNames.All)}, not {Shown(protocol)}."
            + (nearest is null ? "" : $" Did you mean \"{nearest}\"?"));
        return usual;
    }

    private static Uri? ReadAddress(ObjectReader fields, string protocol, out string? server)
    {
        var baseUrl = fields.Value("base_url") is null ? null : BaseUrl.Read(fields, "base_url");
        var url = fields.Value("url") is null ? null : BaseUrl.Read(fields, "url");
        var transport = fields.Text("transport");
        server = fields.Text("server");
        if (protocol is not ProtocolNames.Mcp)
        {
            RefuseFields(fields, protocol, "url", "server", "transport");
            if (protocol is ProtocolNames.Worker)
            {
                RefuseFields(fields, protocol, "base_url");
            }
            else if (fields.Value("base_url") is null)
            {
                fields.Report(FindingCodes.MissingField, "base_url", "The field \"base_url\" is required.");
            }

            return baseUrl;
        }

        RefuseFields(fields, protocol, "base_url");
        CheckTransport(fields, transport, server);
        return url;
    }

    private static void CheckTransport(ObjectReader fields, string? transport, string? server)
    {
        var hasUrl = fields.Value("url") is not null;
        if (hasUrl == server is not null)
        {
            fields.Report(
                FindingCodes.MissingField,
                "url",
                "A component of protocol mcp has either \"url\" (streamable HTTP) or \"server\" (a program that the "
                + "operator configured under mcp).");
        }

        if (transport is not (null or "http" or "streamable_http" or "stdio"))
        {
            fields.Report(
                FindingCodes.InvalidValue, "transport", $"A transport is http or stdio, not {Shown(transport)}.");
        }
        else if (transport is not null && (transport is "stdio") != server is not null)
        {
            fields.Report(
                FindingCodes.InvalidValue, "transport", "The transport http needs \"url\", stdio needs \"server\".");
        }

        if (server is not null && !IsName(server))
        {
            fields.Report(FindingCodes.InvalidValue, "server", $"{Shown(server)} is no name of a configured server.");
        }
    }

    private static ImmutableArray<string> ReadFallbacks(ObjectReader fields, string name)
    {
        var fallbacks = fields.Texts("fallbacks") ?? [];
        if (fallbacks.Count > MaxFallbacks)
        {
            fields.Report(FindingCodes.TooLarge, "fallbacks", $"At most {MaxFallbacks} fallbacks can be named.");
        }

        if (fallbacks.Contains(name) || fallbacks.Distinct(StringComparer.Ordinal).Count() < fallbacks.Count)
        {
            fields.Report(
                FindingCodes.InvalidValue, "fallbacks", "Fallbacks are other components, each named once.");
        }

        return [.. fallbacks];
    }

    private static JsonElement? ReadMetadata(ObjectReader fields)
    {
        fields.Members("metadata"); // Reports what is no object.
        if (fields.Value("metadata") is not { ValueKind: JsonValueKind.Object } metadata)
        {
            return null;
        }

        if (metadata.GetRawText().Length > MaxMetadataBytes)
        {
            fields.Report(
                FindingCodes.TooLarge, "metadata", $"Metadata has at most {MaxMetadataBytes} characters of JSON.");
        }

        return metadata.Clone();
    }

    private static void CheckProtocol(ObjectReader fields, ComponentDeclaration declaration)
    {
        if (declaration.Protocol is ProtocolNames.Worker)
        {
            RefuseFields(
                fields, declaration.Protocol, "authentication", "headers", "timeout", "health", "circuit_breaker");
        }

        if (declaration is { Protocol: ProtocolNames.Http, Actions.IsEmpty: true })
        {
            fields.Report(
                FindingCodes.MissingField, "actions", "A component of protocol http declares its actions.");
        }

        for (var index = 0; index < declaration.Actions.Length; index++)
        {
            ActionDeclarationReader.CheckProtocol(
                fields, $"{fields.PointerTo("actions")}/{index}", declaration.Protocol, declaration.Actions[index]);
        }
    }

    private static void RefuseFields(ObjectReader fields, string protocol, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (fields.Value(name) is not null)
            {
                fields.Report(
                    FindingCodes.UnknownField, name, $"A component of protocol {protocol} has no \"{name}\".");
            }
        }
    }
}
