using System.Collections.Frozen;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>The fields of an object.</summary>
/// <param name="Known">What this release reads.</param>
/// <param name="Planned">What belongs to the language and is not run by this release; refused rather than
/// ignored.</param>
internal sealed record FieldNames(FrozenSet<string> Known, FrozenSet<string> Planned)
{
    public static FieldNames Workflow { get; } = new(
        Set(
            "id", "name", "version", "description", "input", "input_schema", "output", "output_schema", "result",
            "tasks", "timeout", "defaults", "metadata", "tags", "created_at", "updated_at", "revision",
            "definition_hash", "error_handlers", "finally", "execution_window", "steps", "transitions", "budget"),
        Set(
            "concurrency", "labels", "schedule", "rate_limit", "priority", "secrets", "parameters", "extends"));

    public static FieldNames Defaults { get; } = new(
        Set(
            "retry_policy", "timeout", "queue_timeout", "total_timeout", "heartbeat_timeout", "on_error", "on_unknown"),
        Set("rate_limit", "priority"));

    /// <summary>What every task may say, whatever its type.</summary>
    public static FieldNames Task { get; } = new(
        Set(
            "id", "task_id", "name", "description", "type", "component", "action", "input", "depends_on", "join",
            "condition", "retry", "retry_policy", "timeout", "queue_timeout", "total_timeout", "on_error", "output",
            "result", "metadata", "tags", "compensate", "on_unknown", "cancels", "completes", "mutex", "schedule",
            "execution_window", "heartbeat_timeout"),
        Set(
            "streaming", "cache", "concurrency", "rate_limit", "priority", "secrets", "budget", "labels",
            "error_handlers", "finally"));

    public static FieldNames RetryPolicy { get; } = Only(
        "max_retries", "initial_delay", "max_delay", "backoff_multiplier", "jitter", "retry_on", "no_retry_on",
        "max_elapsed");

    /// <summary>These and some more.</summary>
    public FieldNames With(params string[] more) =>
        new(Set([.. Known, .. more]), Set([.. Planned.Except(more)]));

    public static FieldNames Only(params string[] known) => new(Set(known), []);

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
