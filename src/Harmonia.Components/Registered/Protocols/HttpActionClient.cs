using System.Text;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>Protocol <c>http</c>: each action is a request of its own to some service.</summary>
internal sealed class HttpActionClient(ComponentDeclaration component, ComponentHttp http) : IProtocolClient
{
    public event Action? Changed
    {
        add { } // The actions are those of the declaration.
        remove { }
    }

    public IReadOnlyCollection<string> Actions { get; } = [.. component.Actions.Select(action => action.Name)];

    public async ValueTask<TaskOutcome> CallAsync(TaskCall call, CancellationToken cancellationToken)
    {
        if (component.FindAction(call.Action) is not { } action)
        {
            return new TaskOutcome.Failed(ActionNames.NotFound(component.Name, call.Action, Actions));
        }

        if (ActionInput.Prepare(action, call.Input, out var input) is { } failure)
        {
            return new TaskOutcome.Failed(failure);
        }

        return Compose(action, input) switch
        {
            ComponentRequest.Refused refused => new TaskOutcome.Failed(refused.Failure),
            ComponentRequest.Ready request => await http.CallAsync(
                request, call, answer => Understand(action, answer), cancellationToken),
            var other => throw new System.Diagnostics.UnreachableException($"{other.GetType().Name} is unknown."),
        };
    }

    public ValueTask<ProbeAnswer> ProbeAsync(CancellationToken cancellationToken) =>
        HealthProbe.AskAsync(component, http, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ComponentRequest Compose(ActionDeclaration action, JsonElement input)
    {
        var template = action.Path!;
        var names = PathTemplate.Names(template).ToHashSet(StringComparer.Ordinal);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (input.ValueKind is not JsonValueKind.Object || !input.TryGetProperty(name, out var value)
                || Scalar(value) is not { Length: > 0 } text)
            {
                return new ComponentRequest.Refused(
                    FailureCodes.InvalidInput,
                    $"The parameter \"{name}\" stands in the path of {action.Name}, so it has to be a text, a number, "
                    + "true or false, and not empty.");
            }

            values[name] = text;
        }

        var path = PathTemplate.Render(template, name => values[name]);
        if (PathTemplate.LeadsUp(path))
        {
            return new ComponentRequest.Refused(
                FailureCodes.InvalidInput, $"A parameter in the path of {action.Name} is \".\" or \"..\".");
        }

        return SendsQuery(action.Method)
            ? WithQuery(action, path, input, names)
            : new ComponentRequest.Ready(action.Method, path, BodyOf(input, names)) { Action = action };
    }

    private static bool SendsQuery(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Delete
        || method == HttpMethod.Options;

    private static ComponentRequest WithQuery(
        ActionDeclaration action, string path, JsonElement input, HashSet<string> inPath)
    {
        var query = new StringBuilder();
        foreach (var member in Rest(input, inPath).Where(member => member.Value.ValueKind is not JsonValueKind.Null))
        {
            IEnumerable<JsonElement> values =
                member.Value.ValueKind is JsonValueKind.Array ? member.Value.EnumerateArray() : [member.Value];
            foreach (var value in values)
            {
                if (Scalar(value) is not { } text)
                {
                    return new ComponentRequest.Refused(
                        FailureCodes.InvalidInput,
                        $"The parameter \"{PlainText.Shorten(member.Name, 80)}\" goes into the query of {action.Name}, "
                        + $"so it has to be a text, a number, true or false, or a list of those.");
                }

                query.Append(query.Length is 0 && !path.Contains('?', StringComparison.Ordinal) ? '?' : '&')
                    .Append(Uri.EscapeDataString(member.Name)).Append('=').Append(Uri.EscapeDataString(text));
            }
        }

        return new ComponentRequest.Ready(action.Method, path + query, Body: null) { Action = action };
    }

    private static byte[] BodyOf(JsonElement input, HashSet<string> inPath)
    {
        if (inPath.Count is 0)
        {
            return Encoding.UTF8.GetBytes(input.GetRawText());
        }

        var rest = JsonValue.Object(writer =>
        {
            foreach (var member in Rest(input, inPath))
            {
                member.WriteTo(writer);
            }
        });
        return Encoding.UTF8.GetBytes(rest.GetRawText());
    }

    private static IEnumerable<JsonProperty> Rest(JsonElement input, HashSet<string> inPath) =>
        input.ValueKind is JsonValueKind.Object
            ? input.EnumerateObject().Where(member => !inPath.Contains(member.Name))
            : [];

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static TaskOutcome Understand(ActionDeclaration action, ComponentAnswer answer) =>
        ActionResult.Of(action, answer switch
        {
            ComponentAnswer.Streamed streamed => streamed.Result,
            ComponentAnswer.Whole whole when action.ResultPath is null => whole.Value,
            ComponentAnswer.Whole whole => whole.Json,
            _ => throw new System.Diagnostics.UnreachableException($"{answer.GetType().Name} is unknown."),
        });
}
