using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>An action that is a plan of one step.</summary>
/// <param name="names">Of the action.</param>
/// <param name="read">Makes the step's type and parameters out of the input.</param>
internal sealed class RunStep(
    ImmutableArray<string> names, Func<CallInput, (string Type, JsonElement Parameters)> read) : IFamilyAction
{
    public IReadOnlyList<string> Names => names;

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var (type, parameters) = read(call.Input);
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        return await SynthesisRun.ExecuteAsync(
            call, SynthesisComponent.Plan(names[0], Step(type, parameters)), null, cancellationToken) switch
        {
            SynthesisEnd.NotRun { Outcome: var outcome } => outcome,
            SynthesisEnd.Ended ended when type is CommandStep.Type => CommandStep.Outcome(ended),
            SynthesisEnd.Ended { Succeeded: true } ended => ended.Describe().Complete(ended.LastData),
            SynthesisEnd.Ended ended => ended.Fail(),
            var other => throw new System.Diagnostics.UnreachableException($"No rule for {other.GetType().Name}."),
        };
    }

    public static JsonElement Step(string type, JsonElement parameters) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", "step");
        writer.WriteString("type", type);
        writer.WritePropertyName("parameters");
        parameters.WriteTo(writer);
        writer.WriteEndObject();
    });

    /// <summary>An object of the fields that are given.</summary>
    public static JsonElement Parameters(CallInput input, params ReadOnlySpan<Field> fields)
    {
        List<(string Name, JsonElement Value)> members = [];
        foreach (var field in fields)
        {
            if (field.ValueFrom(input) is { } value)
            {
                members.Add((field.Name, value));
            }
        }

        input.RefuseRest();
        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
    }
}
