using System.Text.Json;
using Harmonia.Components.Tekton.Hermes;
using Harmonia.Engine;
using Harmonia.Server.Rest.Capabilities;

namespace Harmonia.Server.Hosting;

/// <summary>Under which names this server is registered, and what it says of itself.</summary>
internal static class FamilyIdentities
{
    public const string Main = "harmonia";

    /// <summary>What it can do, in the family's words.</summary>
    public static readonly string[] Capabilities =
    [
        "workflow_orchestration", "state_management", "event_streaming", "component_coordination", "workflow_execution",
    ];

    private static readonly string[] EventTypes =
    [
        "workflow_started", "workflow_completed", "workflow_failed", "workflow_canceled", "workflow_paused",
        "workflow_resumed", "task_started", "task_completed", "task_failed", "task_skipped", "checkpoint_created",
        "retry_attempted", "error_occurred",
    ];

    public static IReadOnlyList<HermesIdentity> Of(WorkflowEngine engine, TimeProvider time)
    {
        var startedAt = time.GetTimestamp();
        return
        [
            Of(Main, Capabilities, "Workflow orchestration and state management"),
            Of(CapabilityTable.Workflow, CapabilityTable.Of(CapabilityTable.Workflow), "Workflows and executions"),
            Of(CapabilityTable.State, CapabilityTable.Of(CapabilityTable.State), "State and checkpoints"),
        ];

        HermesIdentity Of(string name, IReadOnlyList<string> capabilities, string description) =>
            new(name, name, name, capabilities, writer => Write(writer, description, engine, time, startedAt));
    }

    private static void Write(
        Utf8JsonWriter writer, string description, WorkflowEngine engine, TimeProvider time, long startedAt)
    {
        writer.WriteString("description", description);
        writer.WriteString("category", "workflow");
        writer.WriteString("component", Main);
        writer.WriteBoolean("workflow_engine_initialized", engine.IsReady);
        writer.WriteBoolean("state_manager_initialized", true);
        writer.WriteBoolean("component_registry_initialized", true);
        writer.WriteBoolean("startup_instructions_loaded", false);
        writer.WriteStartArray("event_types");
        foreach (var type in EventTypes)
        {
            writer.WriteStringValue(type);
        }

        writer.WriteEndArray();
        writer.WriteNumber("uptime", Math.Round(time.GetElapsedTime(startedAt).TotalSeconds, 3));
    }
}
