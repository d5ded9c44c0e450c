using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>An action that is one call: what is sent, and what of the answer is the result.</summary>
/// <remarks>Fields of the task that are not named are handed on as they are.</remarks>
/// <param name="name">As tasks write it.</param>
/// <param name="method">GET, POST, PUT or DELETE.</param>
/// <param name="path">With placeholders, see <see cref="PathTemplate"/>.</param>
/// <param name="fields">Of the body; of the query where there is none.</param>
internal sealed class RestAction(string name, string method, string path, params ImmutableArray<Field> fields)
    : IFamilyAction
{
    private readonly HttpMethod _method = HttpMethod.Parse(method);

    public IReadOnlyList<string> Names => [name, .. Aliases];

    public ImmutableArray<string> Aliases { get; init; } = [];

    public string? Merged { get; init; }

    /// <summary>Where the main value is in the answer; all of it when nothing is there.</summary>
    public string Result { get; init; } = "";

    /// <summary>More members of the output, and where their values are in the answer.</summary>
    public ImmutableArray<(string Name, string Path)> Also { get; init; } = [];

    /// <summary>What the component is known to do wrong here.</summary>
    public ImmutableArray<KnownDefect> Defects { get; init; } = [];

    /// <summary>Whether there is a body, other than the method says.</summary>
    public bool SendsBody { get; init; }

    /// <summary>Whether an answer only looks like one.</summary>
    public Func<JsonElement, bool> IsPlaceholder { get; init; } = static _ => false;

    /// <summary>Why, for people.</summary>
    public string Placeholder { get; init; } = "";

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var request = Compose(call.Component.Name, call.Input);
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var answer = await call.SendAsync(request, cancellationToken);
        return AnswerFailures.Of(request, answer, Defects.AsSpan()) ?? Succeed(((FamilyAnswer.Answered)answer).Body);
    }

    /// <summary>The request for an input; only to be sent when nothing was wrong.</summary>
    public FamilyRequest Compose(string component, CallInput input)
    {
        var rendered = new StringBuilder(PathTemplate.Render(path, input));
        var hasBody = SendsBody || _method == HttpMethod.Post || _method == HttpMethod.Put;
        List<(string Name, JsonElement Value)> members = [];
        foreach (var field in fields)
        {
            if (field.ValueFrom(input) is { } value)
            {
                Place(field.Name, value, hasBody && !field.IsQuery);
            }
        }

        foreach (var (name, value) in input.Rest())
        {
            Place(name, value, hasBody);
        }

        return new FamilyRequest(component, _method, rendered.ToString())
        {
            Body = hasBody ? Object(members) : null,
        };

        void Place(string name, JsonElement value, bool inBody)
        {
            if (inBody)
            {
                members.Add((name, value));
            }
            else
            {
                FamilyRequest.AddQuery(rendered, name, value);
            }
        }
    }

    public TaskOutcome Succeed(JsonElement body)
    {
        var output = FamilyOutput.Of(body);
        foreach (var (member, from) in Also)
        {
            output.Add(member, AnswerText.At(body, from));
        }

        if (IsPlaceholder(body))
        {
            return output.AsPlaceholder(Placeholder).Complete();
        }

        var paths = Result.Length is 0 ? "data" : Result;
        return output.Complete(AnswerText.At(body, paths) ?? (AnswerText.IsNull(body, paths) ? JsonText.Null : body));
    }

    private static JsonElement Object(List<(string Name, JsonElement Value)> members) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (member, value) in members)
        {
            writer.WritePropertyName(member);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });
}
