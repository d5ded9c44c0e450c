using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Others;

/// <summary>
/// Changes an entity of Athena, which takes whole entities only: what the task does not say stays as it is.
/// </summary>
internal sealed class UpdateEntity : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["update_entity"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var path = PathTemplate.Render("/api/v1/entities/{entity_id|id}", input);
        var (name, type, properties) =
            (input.Value("name"), input.Value("entity_type", "type"), input.Value("properties", "data"));
        var rest = input.Rest().ToList();
        if (input.IsWrong)
        {
            return call.WrongInput();
        }

        var read = FamilyRequest.Get(AthenaComponent.Name, path);
        var found = await call.SendAsync(read, cancellationToken);
        if (AnswerFailures.Of(read, found) is { } notFound)
        {
            return notFound;
        }

        var entity = ((FamilyAnswer.Answered)found).Body;
        var merged = JsonText.Merge(AnswerText.At(entity, "properties") ?? JsonText.EmptyObject, properties ?? default);
        List<(string Name, JsonElement? Value)> members =
        [
            ("name", name ?? AnswerText.At(entity, "name")),
            ("entity_type", type ?? AnswerText.At(entity, "entity_type")),
            ("properties", merged),
            .. rest.Select(field => (field.Key, (JsonElement?)field.Value)),
        ];
        var body = FamilyRequest.Post(AthenaComponent.Name, path, [.. members]).Body;
        var write = new FamilyRequest(AthenaComponent.Name, HttpMethod.Put, path) { Body = body };
        var answer = await call.SendAsync(write, cancellationToken);
        if (AnswerFailures.Of(write, answer) is { } failed)
        {
            return failed;
        }

        var changed = ((FamilyAnswer.Answered)answer).Body;
        return FamilyOutput.Of(changed).Complete(changed);
    }
}
