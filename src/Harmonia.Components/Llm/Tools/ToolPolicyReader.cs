using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Llm.Protocols;
using Harmonia.Components.Registered;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Llm.Tools;

/// <summary>Reads which tools a task lets its model call.</summary>
/// <param name="directory">Who does what; looked at when a task is carried out.</param>
/// <param name="settings">Which components of the machine itself the operator allows as tools.</param>
internal sealed class ToolPolicyReader(Func<IComponentDirectory> directory, LlmSettings settings)
{
    private const int MaxTools = 128;
    private const int MaxNameLength = 64;
    private const int MaxDescriptionLength = 4096;
    private const int UsualCalls = 8;
    private const int UsualRounds = 8;

    /// <summary>Has MCP servers say what they can do, when nobody has asked them yet.</summary>
    public async Task PrepareAsync(JsonElement input, CancellationToken cancellationToken)
    {
        foreach (var server in input.Items("tools").Take(MaxTools).Select(tool => tool.Text("mcp")).Distinct())
        {
            if (server is not null && directory().Find(server) is RegisteredComponent { Actions.Count: 0 } component)
            {
                await component.ProbeAsync(cancellationToken);
            }
        }
    }

    public ToolPolicy Read(ObjectReader input, ICollection<Finding> findings)
    {
        var maxCalls = (int)(input.Integer("max_tool_calls", 1, 100) ?? UsualCalls);
        var maxRounds = (int)(input.Integer("max_rounds", 1, 100) ?? UsualRounds);
        if (input.Items("tools") is not { Count: > 0 } items)
        {
            return ToolPolicy.None;
        }

        Dictionary<string, OfferedTool> tools = new(StringComparer.Ordinal);
        foreach (var (place, item) in items.Index())
        {
            var fields = new ObjectReader(item, JsonPointer.Append(input.PointerTo("tools"), $"{place}"), findings);
            foreach (var tool in fields.Value("mcp") is null ? ReadAction(fields, findings) : ReadServer(fields))
            {
                if (!tools.TryAdd(tool.Offer.Name, tool))
                {
                    fields.Report(
                        FindingCodes.DuplicateKey,
                        "name",
                        $"Two tools are called \"{tool.Offer.Name}\"; give one another name.");
                }
            }
        }

        if (tools.Count > MaxTools)
        {
            input.Report(FindingCodes.TooLarge, "tools", $"At most {MaxTools} tools can be offered.");
        }

        return new(tools.ToFrozenDictionary(StringComparer.Ordinal), maxCalls, maxRounds);
    }

    private IEnumerable<OfferedTool> ReadAction(ObjectReader fields, ICollection<Finding> findings)
    {
        var (component, action) = (fields.Text("component", required: true), fields.Text("action", required: true));
        var (name, description) = (fields.Text("name"), fields.Text("description"));
        var declared = fields.Value("input");
        var given = fields.Value("fixed");
        fields.RefuseUnknown();
        if (given is { ValueKind: not JsonValueKind.Object })
        {
            fields.Report(FindingCodes.WrongType, "fixed", "Fixed arguments are an object.");
        }

        if (component is null || action is null || Find(fields, "component", component) is not { } executor)
        {
            return [];
        }

        if (executor.Actions.Count > 0 && !executor.Actions.Contains(action))
        {
            fields.Report(
                FindingCodes.UnknownAction, "action", $"The component {component} has no action \"{action}\".");
            return [];
        }

        var schema = declared is { } source
            ? JsonSchema.Compile(
                SchemaShorthand.Expand(source), SchemaOptions.Default, fields.PointerTo("input"), findings)
            : executor.InputOf(action);
        if (schema is null)
        {
            if (declared is null)
            {
                fields.Report(
                    FindingCodes.MissingField, "input", "Describe the arguments with a JSON Schema: nobody else does.");
            }

            return [];
        }

        var offer = new ToolOffer(
            NameFor(name ?? $"{component}_{action}"), description ?? $"{component}.{action}", schema.Source);
        return [new(offer, executor, action, schema, given)];
    }

    private IEnumerable<OfferedTool> ReadServer(ObjectReader fields)
    {
        var (server, names) = (fields.Text("mcp", required: true), fields.Texts("tools"));
        fields.RefuseUnknown();
        if (names is null or { Count: 0 })
        {
            fields.Report(FindingCodes.MissingField, "tools", "Say which tools of the server may be called.");
        }

        if (server is null || Find(fields, "mcp", server) is not { } executor)
        {
            return [];
        }

        if (executor is not RegisteredComponent { Declaration.Protocol: ProtocolNames.Mcp } toolServer)
        {
            fields.Report(FindingCodes.InvalidValue, "mcp", $"The component {server} is no MCP server.");
            return [];
        }

        List<OfferedTool> tools = [];
        foreach (var name in names ?? [])
        {
            if (executor.InputOf(name) is { } schema)
            {
                var description = PlainText.Shorten(toolServer.DescriptionOf(name) ?? name, MaxDescriptionLength);
                tools.Add(new(new(NameFor(name), description, schema.Source), executor, name, schema, null));
            }
            else
            {
                fields.Report(
                    FindingCodes.UnknownAction,
                    "tools",
                    $"The MCP server {server} has no tool \"{PlainText.Shorten(name, 80)}\""
                    + (executor.GateOf(name)?.ShutBecause is { } why ? $": {why}" : "."));
            }
        }

        return tools;
    }

    private ITaskExecutor? Find(ObjectReader fields, string field, string component)
    {
        if (component is LlmExecutor.Name)
        {
            fields.Report(FindingCodes.NotAllowed, field, "A model cannot be a tool of a model.");
            return null;
        }

        if (LlmSettings.RestrictedTools.Contains(component) && !settings.ToolComponents.Contains(component))
        {
            fields.Report(
                FindingCodes.NotAllowed,
                field,
                $"The operator has not allowed the component {component} as a tool (llm.tool_components).");
            return null;
        }

        if (directory().Find(component) is { } executor)
        {
            return executor;
        }

        fields.Report(
            FindingCodes.UnknownComponent, field, $"There is no component \"{PlainText.Shorten(component, 80)}\" now.");
        return null;
    }

    /// <summary>All providers take letters, digits, hyphens and underscores.</summary>
    private static string NameFor(string name)
    {
        var safe = string.Concat(name.Select(letter =>
            char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));
        return safe.Length > MaxNameLength ? safe[..MaxNameLength] : safe;
    }
}
