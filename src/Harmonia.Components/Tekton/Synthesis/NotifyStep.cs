using System.Text.Json;
using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>A notification that Synthesis sends.</summary>
internal static class NotifyStep
{
    public static (string Type, JsonElement Parameters) Read(CallInput input) => ("notify", RunStep.Parameters(
        input,
        Field.Need("message", "text"),
        Field.May("channel").Or("\"log\""),
        Field.May("webhook_url"),
        Field.May("log_level"),
        Field.May("data")));
}
