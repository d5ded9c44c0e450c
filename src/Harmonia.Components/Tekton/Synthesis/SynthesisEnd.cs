using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>What came of a plan.</summary>
internal abstract record SynthesisEnd
{
    private SynthesisEnd()
    {
    }

    /// <summary>It was not carried out, or nobody can say how it ended.</summary>
    public sealed record NotRun(TaskOutcome Outcome) : SynthesisEnd;

    /// <summary>It has ended.</summary>
    /// <param name="Id">Its execution.</param>
    /// <param name="Status">As Synthesis tells it.</param>
    /// <param name="Results">Of its steps.</param>
    public sealed record Ended(string Id, string Status, JsonElement Results) : SynthesisEnd
    {
        /// <summary>Whether it ended without having done anything.</summary>
        public bool DidNothing => Results.GetArrayLength() is 0;

        public bool Succeeded => Status is "completed" && !DidNothing && Results.EnumerateArray().All(IsSuccess);

        public JsonElement? LastData => DidNothing
            ? null
            : AnswerText.At(Results[Results.GetArrayLength() - 1], "data");

        /// <summary>The failure of an execution that did not succeed.</summary>
        public TaskOutcome.Failed Fail() => AnswerFailures.ComponentError(Sentence(), JsonValue.Object(writer =>
        {
            writer.WriteString("execution_id", Id);
            writer.WriteString("status", Status);
            writer.WritePropertyName("results");
            Results.WriteTo(writer);
        }));

        public FamilyOutput Describe() => FamilyOutput.New()
            .Set("execution_id", Id)
            .Set("status", Status)
            .Set("success", Succeeded)
            .Set("results", Results);

        private static bool IsSuccess(JsonElement result) =>
            AnswerText.At(result, "success") is { ValueKind: JsonValueKind.True };

        private string Sentence()
        {
            if (DidNothing)
            {
                return $"Synthesis accepted the plan, and told it as {Status} without having run a step: its engine "
                    + "fails upstream before the first one.";
            }

            var failed = Results.EnumerateArray().FirstOrDefault(result => !IsSuccess(result));
            return failed.ValueKind is JsonValueKind.Undefined
                ? $"The execution of Synthesis ended as {Status}."
                : $"The step {AnswerText.TextAt(failed, "step_id") ?? "of the plan"} failed at Synthesis: "
                    + Complaint(failed);
        }

        private static string Complaint(JsonElement result)
        {
            var data = AnswerText.At(result, "data") ?? result;
            var said = AnswerText.Complaint(data);
            return said.Length > 0 ? said : AnswerText.TextAt(data, "stderr") ?? "it does not say why.";
        }
    }
}
