using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Components.Tekton.Rhetor;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Prometheus;

/// <summary>
/// Analyses data: by Prometheus, else by Rhetor's model, else by counting it here, which the output says.
/// </summary>
internal sealed class AnalyzeResults : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["analyze_results", "analyze"];

    public Reach Reach => Reach.Anybody;

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var data = call.Input.Any(["data", "content", "results"], required: true) ?? JsonText.Null;
        var kind = call.Input.Value("analysis_type") ?? JsonText.Of("results");
        var context = call.Input.Value("context");
        var tokens = call.Input.Value("max_tokens");
        call.Input.RefuseRest();
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var reason = $"No {PrometheusComponent.Name} is known.";
        if (call.Caller.Knows(PrometheusComponent.Name))
        {
            var request = FamilyRequest.Post(
                PrometheusComponent.Name,
                "/api/v1/llm/analyze",
                ("content", CallInput.AsText(data)),
                ("analysis_type", kind),
                ("context", context),
                ("max_tokens", tokens));
            var answer = await call.SendAsync(request, cancellationToken);
            if (answer is not FamilyAnswer.Answered { IsNoRoute: true })
            {
                return AnswerFailures.Of(request, answer) ?? Analyzed(((FamilyAnswer.Answered)answer).Body);
            }

            reason = PrometheusComponent.Unmounted;
        }

        return await AskRhetorAsync(call, data, kind, reason, cancellationToken) ?? CountHere(data, reason);
    }

    private static TaskOutcome Analyzed(JsonElement body)
    {
        var output = FamilyOutput.Of(body);
        return PrometheusComponent.IsInvented(body)
            ? output.AsPlaceholder(PrometheusComponent.InventedReason).Complete()
            : output.Complete(AnswerText.At(body, "data.results|data") ?? body);
    }

    /// <returns><see langword="null"/> when no model can be asked.</returns>
    private static async Task<TaskOutcome?> AskRhetorAsync(
        FamilyCall call, JsonElement data, JsonElement kind, string reason, CancellationToken cancellationToken)
    {
        if (!call.Caller.Knows(RhetorComponent.Name))
        {
            return null;
        }

        var prompt = $"Analyze the following {CallInput.AsText(kind).GetString()}. Name the main points, insights and "
            + "recommendations.\n\n" + CallInput.AsText(data).GetString();
        var request = FamilyRequest.Post(
            RhetorComponent.Name, "/api/v1/generate", ("prompt", JsonText.Of(prompt)));
        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is not null)
        {
            return null;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        return AnswerText.TextAt(body, "response|content") is not { } text ? null : FamilyOutput.Of(body)
            .Set("analysis", text)
            .Set("degraded", true)
            .Set("degraded_reason", reason)
            .Set("generated_by", RhetorComponent.Name)
            .Complete(JsonText.Of(text)) with
        {
            Usage = ModelUsage.Of(body),
        };
    }

    private static TaskOutcome CountHere(JsonElement data, string reason)
    {
        var summary = DataSummary.Of(data);
        return FamilyOutput.New()
            .Set("summary", summary)
            .AsDegraded($"{reason} No rhetor could be asked either, so the data was only counted.")
            .Complete(summary);
    }
}
