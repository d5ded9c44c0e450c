using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Rhetor;

/// <summary>Fills a prompt template of Rhetor and asks with it; without such a template, asks with its name.</summary>
internal sealed class GenerateContent : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["generate_content"];

    public string Merged => "options";

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var prompt = input.Text(["prompt", "text"]);
        var template = input.Text(["template", "template_name"], required: prompt is null);
        var data = input.Value("data", "variables") ?? JsonText.EmptyObject;
        if (input.IsWrong)
        {
            return call.WrongInput();
        }

        if (prompt is null)
        {
            (prompt, var failed) = await FillAsync(call, template!, data, cancellationToken);
            if (failed is not null)
            {
                return failed;
            }
        }

        return await Generate.AskAsync(
            call, Generate.Request(prompt!, input), new PlainPrompt(), cancellationToken);
    }

    private static async Task<(string? Prompt, TaskOutcome? Failed)> FillAsync(
        FamilyCall call, string template, JsonElement data, CancellationToken cancellationToken)
    {
        var render = FamilyRequest.Post(
            RhetorComponent.Name,
            "/api/v1/prompts/render",
            ("template_name", JsonText.Of(template)),
            ("variables", data));
        var answer = await call.SendAsync(render, cancellationToken);
        if (answer is FamilyAnswer.Answered { Status: 400 or 404 })
        {
            return ($"Write the content of kind \"{template}\" from this data. Answer with the content only.\n\n"
                + data.GetRawText(), null);
        }

        if (AnswerFailures.Of(render, answer) is { } failed)
        {
            return (null, failed);
        }

        return AnswerText.TextAt(((FamilyAnswer.Answered)answer).Body, "prompt") is { } prompt
            ? (prompt, null)
            : (null, AnswerFailures.ComponentError($"rhetor answered {render} without a \"prompt\"."));
    }
}
