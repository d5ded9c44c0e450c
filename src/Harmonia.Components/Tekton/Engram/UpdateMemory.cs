using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Engram;

/// <summary>
/// Stores what replaces a memory, and says so: Engram's own PUT answers that it updated, and stores nothing.
/// </summary>
internal sealed class UpdateMemory : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["update_memory"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var old = input.Text(["memory_id", "id"], required: true) ?? "";
        var content = input.Any(["content", "text", "memory", "data"], required: true) ?? JsonText.Null;
        var owner = input.Value("ci_id", "namespace") ?? JsonText.Of("harmonia");
        var thought = new Thought(CallInput.AsText(content), input.Value("thought_type") ?? JsonText.Of("MEMORY"))
        {
            Context = JsonText.Merge(
                input.Value("metadata", "context") ?? JsonText.EmptyObject, Supersedes(old, content)),
            Associations = JsonText.List([JsonText.Of(old)]),
            Owner = owner,
        };
        input.RefuseRest();
        if (input.IsWrong)
        {
            return call.WrongInput();
        }

        var store = thought.Compose();
        var stored = await call.SendAsync(store, cancellationToken);
        if (AnswerFailures.Of(store, stored) is { } notStored)
        {
            return notStored;
        }

        var body = ((FamilyAnswer.Answered)stored).Body;
        var id = AnswerText.At(body, "memory_id") ?? JsonText.Null;
        var associate = FamilyRequest.Post(
            EngramComponent.Name,
            "/api/esr/associate",
            ("from_memory", id),
            ("to_memory", JsonText.Of(old)),
            ("association_type", JsonText.Of("supersedes")),
            ("ci_id", owner));
        var associated = await call.SendAsync(associate, cancellationToken);
        return AnswerFailures.Of(associate, associated) ?? FamilyOutput.Of(body)
            .Add("id", id)
            .Set("supersedes", old)
            .Add("association_id", AnswerText.At(((FamilyAnswer.Answered)associated).Body, "association_id"))
            .Complete(id);
    }

    private static JsonElement Supersedes(string old, JsonElement content) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("supersedes", old);
        if (content.ValueKind is not JsonValueKind.String)
        {
            writer.WritePropertyName("value");
            content.WriteTo(writer);
        }

        writer.WriteEndObject();
    });
}
