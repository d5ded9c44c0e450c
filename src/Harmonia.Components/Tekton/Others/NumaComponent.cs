using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Others;

/// <summary>Numa, a companion that is talked to.</summary>
internal static class NumaComponent
{
    public const string Name = "numa";

    public static FamilyComponent Create() => new(
        Name,
        new Companion(),
        new RestAction("chat", "POST", "/api/companion-chat", Field.Need("message", "prompt", "text"))
        {
            Result = "response|message",
        },
        new RestAction("team_chat", "POST", "/api/team-chat", Field.Need("message", "prompt", "text"))
        {
            Result = "response|message",
        },
        new RestAction("get_status", "GET", "/api/status"));

    /// <summary>What shipped templates and boards name: the companion is told what the task says.</summary>
    private sealed class Companion : IFamilyAction
    {
        public IReadOnlyList<string> Names { get; } =
            ["process", "implement_feature", "fix_bug", "refactor_code", "write_tests"];

        public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
        {
            var action = call.Task.Action is "process" ? "" : call.Task.Action.Replace('_', ' ') + ": ";
            var message = call.Input.Value("message", "description", "prompt") is { } given
                ? CallInput.AsText(given).GetString()
                : "";
            var rest = call.Input.Rest().ToList();
            var details = rest.Count is 0 ? "" : "\n\n" + JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                foreach (var (name, value) in rest)
                {
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }

                writer.WriteEndObject();
            }).GetRawText();
            var request = FamilyRequest.Post(
                Name, "/api/companion-chat", ("message", JsonText.Of($"{action}{message}{details}".Trim())));
            var answer = await call.SendAsync(request, cancellationToken);
            if (AnswerFailures.Of(request, answer) is { } failed)
            {
                return failed;
            }

            var body = ((FamilyAnswer.Answered)answer).Body;
            return FamilyOutput.Of(body).Complete(AnswerText.At(body, "response|message"));
        }
    }
}
