using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How an execution begins.</summary>
internal static class StartRules
{
    public static Decision.Rejected? Start(Draft draft, StartExecution start)
    {
        var state = draft.State;
        if (state.Version > 0)
        {
            // The caller did not hear our answer and asks again: that is the same start, if it is the same request.
            return start.Request is null ? Refusals.AlreadyStarted
                : state.RequestHash != start.RequestHash ? Refusals.KeyReused
                : null;
        }

        var input = SchemaDefaults.Apply(state.Definition.Input?.Source, start.Input);
        if (Check(state, input) is { } refusal)
        {
            return refusal;
        }

        draft.Add(new WorkflowStarted(
            start.WorkflowId, state.Definition.Name, state.Definition.Hash, input, start.Metadata)
        {
            At = draft.At,
            RequestHash = start.RequestHash,
            Parent = start.Parent,
        });
        return null;
    }

    private static Decision.Rejected? Check(ExecutionState state, JsonElement input)
    {
        if (JsonText.Size(input) > state.Settings.MaxValueBytes)
        {
            return Refuse([new Finding(
                FindingCodes.TooLarge, "/input", $"The input is larger than {state.Settings.MaxValueBytes} bytes.")]);
        }

        if (input.ValueKind != JsonValueKind.Object)
        {
            return Refuse([new Finding(
                FindingCodes.WrongType, "/input", "The input must be an object, such as {\"name\": \"value\"}.")]);
        }

        var violations = state.Definition.Input?.Validate(input) ?? [];
        return violations.IsEmpty ? null : Refuse([.. violations.Select(violation =>
            new Finding(FindingCodes.SchemaViolation, "/input" + violation.Pointer, violation.Message))]);
    }

    private static Decision.Rejected Refuse(Finding[] findings) =>
        new(RefusalCodes.InvalidInput, $"The input does not fit the workflow: {findings[0].Message}")
        {
            Findings = [.. findings],
        };
}
