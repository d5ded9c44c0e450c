using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harmonia.Components.Llm.Protocols;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Llm.Tools;

/// <summary>Calls the tools that the model of one attempt asks for, under the policy of its task.</summary>
internal sealed class ToolBox(ToolPolicy policy, TaskCall call)
{
    /// <summary>Of what a tool answers, a model is shown this much.</summary>
    private const int MaxResultLength = 64 * 1024;

    private const int MaxViolations = 20;

    private readonly List<ToolRecord> _records = [];

    /// <summary>Everything that the model asked for, with what was refused.</summary>
    public IReadOnlyList<ToolRecord> Records => _records;

    /// <summary>What calls of tools used up themselves.</summary>
    public TaskUsage Usage { get; private set; } = TaskUsage.None;

    /// <summary>Calls a tool, or says why not. What comes back is data for the model, whatever it says.</summary>
    public async Task<ModelMessage.ToolResult> CallAsync(
        ToolRequest request, BudgetLeft budget, CancellationToken cancellationToken)
    {
        var (text, error) = Refusal(request, out var tool) is { } refusal
            ? (refusal, "refused")
            : await CallAsync(tool!, request, budget, cancellationToken);
        _records.Add(new(request.Name, request.Arguments, tool?.Executor.Component, tool?.Action, error));
        return new(request, PlainText.Shorten(text, MaxResultLength), error is not null);
    }

    private string? Refusal(ToolRequest request, out OfferedTool? tool)
    {
        var name = PlainText.EscapeControls(PlainText.Shorten(request.Name, 80));
        if (!policy.Tools.TryGetValue(request.Name, out tool))
        {
            return $"Error: there is no tool \"{name}\". You may call: {string.Join(", ", policy.Tools.Keys.Order())}.";
        }

        if (_records.Count >= policy.MaxCalls)
        {
            return $"Error: all {policy.MaxCalls} calls of tools are used up. Answer without tools.";
        }

        if (request.Arguments is not { } arguments)
        {
            return $"Error: the arguments of {name} are not a JSON object. Call it again with valid JSON.";
        }

        var violations = tool.Schema.Validate(Complete(tool, arguments));
        return violations.IsEmpty
            ? null
            : $"Error: the arguments of {name} do not match their schema: {Describe(violations)}";
    }

    private async Task<(string Text, string? Error)> CallAsync(
        OfferedTool tool, ToolRequest request, BudgetLeft budget, CancellationToken cancellationToken)
    {
        var gate = tool.Executor.GateOf(tool.Action);
        if (gate is not null && !gate.TryEnter())
        {
            var why = gate.ShutBecause ?? "it is busy";
            return ($"Error: {tool.Offer.Name} cannot be called now: {why}", "unavailable");
        }

        try
        {
            call.Progress.Report(null, $"Calls the tool {tool.Offer.Name}.", null);
            var outcome = await tool.Executor.ExecuteAsync(CallFor(tool, request, budget), cancellationToken);
            Usage += outcome.Usage ?? TaskUsage.None;
            return Read(outcome);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // As around a task: a bug of a component must not cost what the model has said so far.
            return ($"Error: {FailureCodes.ComponentError}: {exception.GetType().Name}", FailureCodes.ComponentError);
        }
        finally
        {
            gate?.Leave(wasUsed: true);
        }
    }

    /// <summary>
    /// The key is that of the task with the number of the call. As a model may ask for something else when an attempt
    /// is made again, it also tells one request from another.
    /// </summary>
    private TaskCall CallFor(OfferedTool tool, ToolRequest request, BudgetLeft budget)
    {
        var input = Complete(tool, request.Arguments!.Value);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{tool.Offer.Name} {input.GetRawText()}"));
        return new TaskCall(
            call.ExecutionId,
            $"{call.Task}/tool/{_records.Count + 1}-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}",
            call.Attempt,
            tool.Action,
            input,
            call.Deadline)
        {
            Budget = budget,
        };
    }

    private static JsonElement Complete(OfferedTool tool, JsonElement arguments) =>
        tool.Fixed is { } given ? JsonText.Merge(arguments, given) : arguments;

    private static (string Text, string? Error) Read(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Completed completed => (completed.Output.GetRawText(), null),
        TaskOutcome.Failed failed => ($"Error: {failed.Failure.Code}: {failed.Failure.Message}", failed.Failure.Code),
        TaskOutcome.Unavailable unavailable => ($"Error: {unavailable.Reason}", "unavailable"),
        _ => throw new System.Diagnostics.UnreachableException($"No rule for {outcome.GetType().Name}."),
    };

    public static string Describe(IEnumerable<SchemaViolation> violations) => string.Join(
        " ",
        violations.Take(MaxViolations).Select(violation =>
            $"{(violation.Pointer.Length is 0 ? "(root)" : violation.Pointer)}: {violation.Message}"));
}

/// <summary>A tool that a model asked for.</summary>
/// <param name="Name">As the model said it.</param>
/// <param name="Arguments">As the model said them; <see langword="null"/> for what was no object.</param>
/// <param name="Component">Who does it; <see langword="null"/> for a tool that there is not.</param>
/// <param name="Action">What is done.</param>
/// <param name="Error"><c>refused</c>, <c>unavailable</c> or the class of its failure, if it went wrong.</param>
internal sealed record ToolRecord(
    string Name, JsonElement? Arguments, string? Component, string? Action, string? Error);
