using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Definitions.Checking.Types;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>Tasks that say by a free <c>type</c> what they do, instead of by component and action.</summary>
internal sealed class FreeTypes(IReadOnlyList<DialectTask> tasks, FindingList findings)
{
    private const string PassThrough = "pass_through";

    private static readonly FrozenDictionary<string, (string Component, string Action)> Words =
        new Dictionary<string, (string Component, string Action)>(StringComparer.Ordinal)
        {
            ["api_request"] = ("http", "request"),
            ["http_request"] = ("http", "request"),
            ["data_transform"] = (BuiltInActions.Component, "data_transform"),
            ["data_analysis"] = (BuiltInActions.Component, "data_analysis"),
            ["report_generation"] = (BuiltInActions.Component, "report_generation"),
            ["text_generation"] = (BuiltInActions.Component, "text_generation"),
            ["setup"] = (BuiltInActions.Component, PassThrough),
            ["batch_processing"] = (BuiltInActions.Component, PassThrough),
            ["data_storage"] = (BuiltInActions.Component, PassThrough),
            ["topic_selection"] = (BuiltInActions.Component, PassThrough),
            ["image_generation"] = (BuiltInActions.Component, PassThrough),
            ["social_post_generation"] = (BuiltInActions.Component, PassThrough),
            ["content_assembly"] = (BuiltInActions.Component, PassThrough),
            ["content_publishing"] = (BuiltInActions.Component, PassThrough),
            ["data_source"] = (BuiltInActions.Component, PassThrough),
            ["data_processing"] = (BuiltInActions.Component, PassThrough),
            ["data_output"] = (BuiltInActions.Component, PassThrough),
            ["simple_task"] = (BuiltInActions.Component, PassThrough),
            ["notification"] = (BuiltInActions.Component, PassThrough),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a graph of transitions has beside the types of tasks; never taken for a free word.</summary>
    private static readonly FrozenSet<string> TransitionTypes =
        new[] { "start", "end", "action", "fork" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly HashSet<string> _usableIds = [.. tasks.Where(task => task.HasUsableId).Select(task => task.Id!)];

    /// <param name="anyWord">Whether words that no document lists are types, too.</param>
    public void Resolve(bool anyWord)
    {
        foreach (var (_, fields) in tasks)
        {
            if (TypeOf(fields) is { } type && (anyWord || Words.ContainsKey(type)))
            {
                Resolve(fields, type, "standard", hasPredecessors: true);
            }
        }
    }

    /// <summary>
    /// The same in a graph of transitions, where data comes from the state and not from predecessors.
    /// </summary>
    public void ResolveInTransitions()
    {
        foreach (var (_, fields) in tasks)
        {
            if (TypeOf(fields) is { } type)
            {
                Resolve(fields, type, "action", hasPredecessors: false);
            }
        }
    }

    private static string? TypeOf(DialectObject fields) =>
        !fields.Has("component") && !fields.Has("action")
            && fields.Text("type") is { Length: > 0 } type && !IsOwn(type) ? type : null;

    private static bool IsOwn(string type) =>
        TaskTypes.Find(type) is not null || TaskTypes.Planned.Contains(type) || TransitionTypes.Contains(type);

    private void Resolve(DialectObject fields, string type, string ownType, bool hasPredecessors)
    {
        var origin = fields.PlaceOf("type");
        if (!Words.TryGetValue(type, out var call))
        {
            call = (BuiltInActions.Component, PassThrough);
            findings.Warn(
                FindingCodes.UnknownAction,
                origin,
                $"No document says what '{Shown.Text(type)}' does: the task hands on its configuration and what came"
                    + " before it.",
                () => NearestName.Find(type, Words.Keys));
        }

        fields.Set("type", MadeValue.Text(ownType, origin));
        fields.Set("component", MadeValue.Text(call.Component, origin));
        fields.Set("action", MadeValue.Text(call.Action, origin));
        if (call.Component == BuiltInActions.Component)
        {
            fields.Set("input", BuiltInInput(fields, type, call.Action, origin, hasPredecessors));
        }
        else
        {
            ApiRequests.Resolve(fields);
        }
    }

    private DialectObject BuiltInInput(
        DialectObject fields, string type, string action, string origin, bool hasPredecessors)
    {
        var input = new DialectObject(fields.Find("input")?.Origin ?? origin);
        if (action == PassThrough)
        {
            input.Set("type", MadeValue.Text(type, origin));
        }

        if (fields.Find("input") is { } config)
        {
            input.Set("config", config);
        }

        string[] predecessors = hasPredecessors ? [.. TaskDependencies.Of(fields).Where(_usableIds.Contains)] : [];
        if (predecessors.Length > 0)
        {
            input.Set("previous", MadeValue.Of(origin, writer => WriteOutputs(writer, predecessors)));
        }

        return input;
    }

    private static void WriteOutputs(Utf8JsonWriter writer, IEnumerable<string> predecessors)
    {
        writer.WriteStartObject();
        foreach (var id in predecessors)
        {
            writer.WriteString(id, $"${{tasks[\"{id}\"].output}}");
        }

        writer.WriteEndObject();
    }
}
