using System.Text.Json;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Executions;

/// <summary>
/// <c>state</c> where transitions lead: what callers keep with the execution, and what became of each task.
/// </summary>
internal sealed class MergedState(ExecutionState state, TaskState? task) : IScopeObject
{
    public IEnumerable<string> Names =>
        [.. state.CustomState.EnumerateObject().Select(member => member.Name),
            .. state.Definition.Tasks.Select(definition => definition.Id)];

    public bool TryGet(string name, out ScopeValue value)
    {
        var own = state.CustomState.TryGetProperty(name, out var json) ? json : default;
        var visit = state.Root.Seen(name);
        value = own.ValueKind switch
        {
            JsonValueKind.Undefined when visit is not null => ScopeValue.Of(new Outcome(visit, null)),
            JsonValueKind.Undefined when name == "status" && task is { Frame.Owner: null, Status.IsFinal: true } =>
                ScopeValue.Of(JsonText.Of(task.Status == TaskStatus.Failed ? "ERROR" : "SUCCESS")),
            JsonValueKind.Object when visit is not null => ScopeValue.Of(new Outcome(visit, own)),
            _ => ScopeValue.Of(own),
        };
        return value.Lazy is not null || value.Json.ValueKind != JsonValueKind.Undefined;
    }

    /// <summary>
    /// <c>state.S</c>: <c>result</c>, <c>success</c>, <c>error</c>, <c>error_code</c> and <c>timed_out</c> of the last
    /// visit that ended, and what callers keep under the same name.
    /// </summary>
    private sealed class Outcome(TaskState visit, JsonElement? own) : IScopeObject
    {
        private static readonly string[] Members = ["result", "success", "error", "error_code", "timed_out"];

        public IEnumerable<string> Names => own is { } members
            ? Members.Union(members.EnumerateObject().Select(member => member.Name))
            : Members;

        public bool TryGet(string name, out ScopeValue value)
        {
            var json = own is { } members && members.TryGetProperty(name, out var found) ? found : name switch
            {
                "result" => visit.Output ?? JsonText.Null,
                "success" => visit.Status switch
                {
                    TaskStatus.Completed or TaskStatus.Skipped => True,
                    TaskStatus.Failed or TaskStatus.Canceled => False,
                    _ => JsonText.Null,
                },
                "error" => JsonText.Of(visit.Failure?.Message),
                "error_code" => JsonText.Of(visit.Failure?.Code),
                "timed_out" => visit.TimedOut ? True : False,
                _ => default,
            };
            value = ScopeValue.Of(json);
            return json.ValueKind != JsonValueKind.Undefined;
        }
    }

    private static JsonElement True { get; } = JsonElement.Parse("true");

    private static JsonElement False { get; } = JsonElement.Parse("false");
}
