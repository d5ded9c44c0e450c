using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Components.Llm.Protocols;
using Harmonia.Core.Schemas;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Llm.Tools;

/// <summary>What the model of one task may call, and how often. Nothing else can be called.</summary>
internal sealed record ToolPolicy(FrozenDictionary<string, OfferedTool> Tools, int MaxCalls, int MaxRounds)
{
    public static ToolPolicy None { get; } = new(FrozenDictionary<string, OfferedTool>.Empty, 0, 1);

    /// <summary>In the order of their names, so that a prompt is the same each time.</summary>
    public IReadOnlyList<ToolOffer> Offers { get; } =
        [.. Tools.Values.Select(tool => tool.Offer).OrderBy(offer => offer.Name, StringComparer.Ordinal)];
}

/// <summary>An action that a model may ask for.</summary>
/// <param name="Offer">As the model sees it.</param>
/// <param name="Executor">Who does it.</param>
/// <param name="Action">What is done.</param>
/// <param name="Schema">What its arguments have to match.</param>
/// <param name="Fixed">Arguments that the author has set, which win over the model's.</param>
internal sealed record OfferedTool(
    ToolOffer Offer, ITaskExecutor Executor, string Action, JsonSchema Schema, JsonElement? Fixed);
