using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Components.Commands;
using Harmonia.Components.Registered;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Mcp;

/// <summary>Reads the section <c>mcp</c> of the configuration.</summary>
public static class McpSettingsReader
{
    private const int MaxServers = 100;
    private const int MaxArguments = 256;

    /// <summary>A program that has ended is looked at this often.</summary>
    private static readonly TimeSpan ProgramProbes = TimeSpan.FromSeconds(2);

    /// <returns>The settings; use none of them when there is an error.</returns>
    public static McpSettings Read(JsonElement section, string pointer, ICollection<Finding> findings)
    {
        var fields = new ObjectReader(section, pointer, findings);
        var members = fields.Members("servers");
        fields.RefuseUnknown();
        if (members.Count > MaxServers)
        {
            fields.Report(FindingCodes.TooLarge, "servers", $"At most {MaxServers} servers can be configured.");
        }

        var programs = ImmutableArray.CreateBuilder<McpProgram>();
        var components = ImmutableArray.CreateBuilder<ComponentDeclaration>();
        foreach (var member in members)
        {
            var at = JsonPointer.Append(fields.PointerTo("servers"), member.Name);
            if (member.Value.ValueKind is JsonValueKind.Object && member.Value.TryGetProperty("command", out _))
            {
                var program = ReadProgram(member, at, findings);
                programs.Add(program);
                AddIfSound(components, ReadComponent(member.Name, at, findings, writer =>
                    writer.WriteString("server", member.Name)) is { } declared
                    ? declared with { Health = declared.Health with { Interval = ProgramProbes } }
                    : null);
            }
            else
            {
                AddIfSound(components, ReadAddress(member, at, findings));
            }
        }

        return new McpSettings { Programs = programs.ToImmutable(), Components = components.ToImmutable() };
    }

    private static void AddIfSound(
        ImmutableArray<ComponentDeclaration>.Builder components, ComponentDeclaration? declaration)
    {
        if (declaration is not null)
        {
            components.Add(declaration);
        }
    }

    /// <summary>The fields are those of a registered component, without its name and protocol.</summary>
    private static ComponentDeclaration? ReadAddress(JsonProperty member, string pointer, ICollection<Finding> findings)
    {
        var fields = new ObjectReader(member.Value, pointer, findings);
        if (member.Value.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        foreach (var taken in (string[])["name", "protocol", "server", "transport"])
        {
            if (fields.TryGet(taken, out _))
            {
                fields.Report(FindingCodes.UnknownField, taken, $"There is no field \"{taken}\" here.");
                return null;
            }
        }

        return ReadComponent(member.Name, pointer, findings, writer =>
        {
            foreach (var field in member.Value.EnumerateObject())
            {
                field.WriteTo(writer);
            }
        });
    }

    private static ComponentDeclaration? ReadComponent(
        string name, string pointer, ICollection<Finding> findings, Action<Utf8JsonWriter> write) =>
        ComponentDeclarationReader.Read(
            JsonValue.Object(writer =>
            {
                writer.WriteString("name", name);
                writer.WriteString("protocol", ProtocolNames.Mcp);
                write(writer);
            }),
            pointer,
            findings);

    private static McpProgram ReadProgram(JsonProperty member, string pointer, ICollection<Finding> findings)
    {
        var fields = new ObjectReader(member.Value, pointer, findings);
        var command = fields.Texts("command") ?? [];
        var directory = fields.Text("directory");
        if (command.Count is 0 or > MaxArguments || !Path.IsPathFullyQualified(command[0])
            || command.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "command",
                $"A command is a list of at most {MaxArguments} texts; the first is the absolute path of a program.");
        }

        if (directory is not null && !Path.IsPathFullyQualified(directory))
        {
            fields.Report(FindingCodes.InvalidValue, "directory", "The directory has to be an absolute path.");
        }

        var (passed, set) = ProgramEnvironment.Read(fields, findings);
        fields.RefuseUnknown();
        return new McpProgram
        {
            Name = member.Name,
            Command = [.. command],
            Directory = directory,
            PassedEnvironment = passed,
            Environment = set.ToImmutableSortedDictionary(
                pair => pair.Key, pair => ValueOf(pair.Value), StringComparer.Ordinal),
        };
    }

    private static DeclaredValue ValueOf(string text) => SecretReference.Parse(text) is { } reference
        ? new DeclaredValue.Secret(reference)
        : new DeclaredValue.Literal(text);
}
