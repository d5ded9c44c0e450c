using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Engram;

/// <summary>Stores a memory by ESR; by the older route only where ESR is not there.</summary>
/// <param name="names">Of the action.</param>
/// <param name="kind">The thought type when the task names none.</param>
/// <param name="contents">The fields that may hold what is to be remembered.</param>
internal sealed class StoreMemory(
    ImmutableArray<string> names, string kind, params ImmutableArray<string> contents) : IFamilyAction
{
    public IReadOnlyList<string> Names => names;

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var thought = Read(call.Input);
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var request = thought.Compose();
        var answer = await call.SendAsync(request, cancellationToken);
        if (EngramDefects.LacksEsr(answer))
        {
            request = Older(thought);
            answer = await call.SendAsync(request, cancellationToken);
        }

        return AnswerFailures.Of(request, answer, EngramDefects.Add)
            ?? Stored(((FamilyAnswer.Answered)answer).Body);
    }

    public static TaskOutcome Stored(JsonElement body)
    {
        var id = AnswerText.At(body, "memory_id|id");
        return FamilyOutput.Of(body).Add("memory_id", id).Add("id", id).Complete(id);
    }

    /// <summary>
    /// ESR keeps a text: anything else is kept as the text of its JSON, and as it is in the context.
    /// </summary>
    private Thought Read(CallInput input)
    {
        var content = input.Any(contents.AsSpan(), required: true) ?? JsonText.Null;
        var metadata = input.Value("metadata");
        var given = input.Value("context");
        var space = input.Value("namespace");
        var type = input.Value("thought_type", "type") ?? JsonText.Of(kind);
        var thought = new Thought(CallInput.AsText(content), Normal(type))
        {
            Owner = input.Value("ci_id") ?? space ?? JsonText.Of("harmonia"),
            Associations = input.Value("associations"),
            Confidence = input.Value("confidence"),
            Space = space,
            Metadata = metadata,
        };
        return thought with
        {
            Context = Context(content, space, metadata, given, input.Rest()),
        };
    }

    private static JsonElement Normal(JsonElement type) =>
        type.ValueKind is JsonValueKind.String ? JsonText.Of(type.GetString()!.ToUpperInvariant()) : type;

    private static JsonElement Context(
        JsonElement content,
        JsonElement? space,
        JsonElement? metadata,
        JsonElement? given,
        IEnumerable<KeyValuePair<string, JsonElement>> rest)
    {
        var own = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            Member(writer, "namespace", space);
            Member(writer, "value", content.ValueKind is JsonValueKind.String ? null : content);
            foreach (var (name, value) in rest)
            {
                Member(writer, name, value);
            }

            writer.WriteEndObject();
        });
        var merged = JsonText.Merge(own, metadata ?? JsonText.EmptyObject);
        return JsonText.Merge(merged, given ?? JsonText.EmptyObject);
    }

    private static void Member(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        if (value is { } json)
        {
            writer.WritePropertyName(name);
            json.WriteTo(writer);
        }
    }

    private static FamilyRequest Older(Thought thought) => FamilyRequest.Post(
        EngramComponent.Name,
        "/api/v1/memory",
        ("content", thought.Content),
        ("namespace", thought.Space ?? JsonText.Of("conversations")),
        ("metadata", thought.Metadata));
}
