using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Prometheus;

/// <summary>Adds one milestone, or a list of them, to a plan.</summary>
internal sealed class DefineMilestones : IFamilyAction
{
    private const int MaxMilestones = 100;

    private static readonly KnownDefect NoRoute = KnownDefect.Unmounted(PrometheusComponent.Unmounted);

    public IReadOnlyList<string> Names { get; } = ["define_milestones", "create_milestone"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var path = PathTemplate.Render("/api/v1/plans/{plan_id}/milestones", input);
        var milestones = input.Items("milestones", MaxMilestones);
        if (milestones is null)
        {
            input.Any(["name"], required: true);
            milestones = [One(input)];
        }
        else
        {
            input.RefuseRest();
        }

        if (input.IsWrong)
        {
            return call.WrongInput();
        }

        List<JsonElement> defined = [];
        var last = JsonText.EmptyObject;
        foreach (var milestone in milestones)
        {
            var request = FamilyRequest.Post(PrometheusComponent.Name, path, milestone);
            var answer = await call.SendAsync(request, cancellationToken);
            if (AnswerFailures.Of(request, answer, NoRoute) is { } failed)
            {
                return failed;
            }

            last = ((FamilyAnswer.Answered)answer).Body;
            defined.Add(AnswerText.At(last, "data") ?? last);
        }

        var all = JsonText.List(defined);
        return FamilyOutput.Of(last).Set("milestones", all).Complete(all);
    }

    private static JsonElement One(CallInput input) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("name");
        (input.Value("name") ?? JsonText.Null).WriteTo(writer);
        foreach (var (name, value) in input.Rest())
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });
}
