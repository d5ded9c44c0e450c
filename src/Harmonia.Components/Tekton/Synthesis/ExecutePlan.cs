using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>Carries a plan out to its end.</summary>
internal sealed class ExecutePlan : IFamilyAction
{
    private static readonly string[] OfPlan = ["plan_id", "name", "description", "steps", "metadata", "priority"];

    public IReadOnlyList<string> Names { get; } = ["execute_plan", "execute", "create_execution"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var plan = ReadPlan(call.Input);
        var context = ReadContext(call.Input);
        call.Input.RefuseRest();
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        return await SynthesisRun.ExecuteAsync(call, plan, context, cancellationToken) switch
        {
            SynthesisEnd.NotRun { Outcome: var outcome } => outcome,
            SynthesisEnd.Ended { Succeeded: true } ended when SynthesisComponent.HasModelStep(plan) =>
                ended.Describe().AsPlaceholder(
                    "Synthesis does no steps of type llm: it answers that it would need Rhetor. Call rhetor instead.")
                    .Complete(),
            SynthesisEnd.Ended { Succeeded: true } ended => ended.Describe().Complete(ended.Results),
            SynthesisEnd.Ended ended => ended.Fail(),
            var other => throw new System.Diagnostics.UnreachableException($"No rule for {other.GetType().Name}."),
        };
    }

    /// <summary>The plan is a field, or the input itself.</summary>
    private static JsonElement ReadPlan(CallInput input)
    {
        if (input.Value("plan") is { } plan)
        {
            if (AnswerText.At(plan, "steps") is not { ValueKind: JsonValueKind.Array })
            {
                input.Report(FindingCodes.MissingField, "plan", "A plan has a list \"steps\".");
            }

            return plan;
        }

        var steps = input.Any(["steps"], required: true);
        if (steps is { ValueKind: not JsonValueKind.Array })
        {
            input.Report(FindingCodes.WrongType, "steps", "A list of steps is expected here.");
        }

        var members = OfPlan.Select(name => (name, value: input.Value(name))).ToList();
        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                if (value is { } given)
                {
                    writer.WritePropertyName(name);
                    given.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        });
    }

    private static JsonElement? ReadContext(CallInput input)
    {
        if (input.Value("context") is { } context)
        {
            return context;
        }

        return input.Value("variables") is { } variables
            ? JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WritePropertyName("variables");
                variables.WriteTo(writer);
                writer.WriteEndObject();
            })
            : null;
    }
}
