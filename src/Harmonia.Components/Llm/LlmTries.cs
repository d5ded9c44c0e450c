using System.Text.Json;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Llm.Protocols;
using Harmonia.Core.Executions;

namespace Harmonia.Components.Llm;

/// <summary>What was asked in one attempt, and what it used up.</summary>
internal sealed class LlmTries
{
    private readonly List<Try> _tries = [];

    public int Count => _tries.Count;

    /// <summary>All tries together, also those that were in vain.</summary>
    public TaskUsage Usage { get; private set; } = TaskUsage.None;

    /// <summary>Why the last one was no answer.</summary>
    public string? LastError => _tries is [.., var last] ? last.Error : null;

    public void Add(LlmModel model, ModelUsage usage, string? error)
    {
        _tries.Add(new(model.Alias, usage, error));
        Usage += new TaskUsage(usage.Input, usage.Output, model.CostOf(usage.Input, usage.Output), 1);
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("tries");
        foreach (var (model, usage, error) in _tries)
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteNumber("input_tokens", usage.Input);
            writer.WriteNumber("output_tokens", usage.Output);
            if (usage.IsEstimated)
            {
                writer.WriteBoolean("estimated", true);
            }

            if (error is not null)
            {
                writer.WriteString("error", error);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteUsage(Utf8JsonWriter writer, TaskUsage usage)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("input_tokens", usage.InputTokens);
        writer.WriteNumber("output_tokens", usage.OutputTokens);
        writer.WriteNumber("total_tokens", usage.Tokens);
        writer.WriteNumber("cost_usd", usage.CostUsd);
        writer.WriteNumber("calls", usage.Calls);
        writer.WriteEndObject();
    }

    private sealed record Try(string Model, ModelUsage Usage, string? Error);
}
