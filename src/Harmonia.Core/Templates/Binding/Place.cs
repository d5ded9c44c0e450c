using System.Text.Json;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Templates.Binding;

/// <summary>Where in a definition a value stands, as far as it matters for what its texts mean.</summary>
internal enum Place
{
    /// <summary>The workflow itself.</summary>
    Workflow,

    /// <summary>A map or list of tasks, whose keys are ids.</summary>
    Tasks,

    /// <summary>A task, or one of its structured fields.</summary>
    Task,

    /// <summary>A task's metadata, which may hold its condition.</summary>
    Metadata,

    /// <summary>A condition, or a part of one.</summary>
    Condition,

    /// <summary>The input of <c>harmonia.transform</c>.</summary>
    TransformInput,

    /// <summary>Something that is rendered.</summary>
    Rendered,

    /// <summary>Something that is taken as it is.</summary>
    Plain,
}

/// <summary>The way from a place to the members below it.</summary>
internal static class Places
{
    public static TextUse Use(this Place place) => place switch
    {
        Place.Plain or Place.Metadata => TextUse.Plain,
        Place.Condition => TextUse.Evaluated,
        _ => TextUse.Rendered,
    };

    /// <param name="place">Where <paramref name="owner"/> stands.</param>
    /// <param name="owner">An object.</param>
    /// <param name="key">The name of its member.</param>
    public static Place Below(this Place place, JsonElement owner, string key) => place switch
    {
        Place.Workflow => BelowWorkflow(key),
        Place.Tasks => Place.Task,
        Place.Task => BelowTask(owner, key),
        Place.Metadata => key == "condition" ? Place.Condition : Place.Plain,
        Place.Condition => key is "and" or "or" or "not" or "expr" ? Place.Condition : Place.Rendered,
        Place.TransformInput => key == "expression" ? Place.Condition : Place.Rendered,
        _ => place,
    };

    private static Place BelowWorkflow(string key) => key switch
    {
        "tasks" or "steps" => Place.Tasks,
        "result" => Place.Rendered,
        "id" or "name" or "description" or "version" or "tags" or "metadata" or "input" or "input_schema" or "inputs"
            or "output" or "output_schema" or "outputs" => Place.Plain,
        _ => Place.Task,
    };

    private static Place BelowTask(JsonElement task, string key) => key switch
    {
        "tasks" or "steps" or "branches" => Place.Tasks,
        "input" when IsTransform(task) => Place.TransformInput,
        "input" or "inputs" or "parameters" or "params" or "config" or "result" => Place.Rendered,
        "condition" or "when" or "while" or "until" or "match" or "expr" => Place.Condition,
        "metadata" => Place.Metadata,
        "id" or "task_id" or "name" or "description" or "tags" or "type" or "component" or "action" or "output"
            or "output_schema" or "mutex" => Place.Plain,
        _ => Place.Task,
    };

    private static bool IsTransform(JsonElement task) =>
        IsText(task, "component", HarmoniaActions.Component) && IsText(task, "action", "transform");

    private static bool IsText(JsonElement owner, string name, string text) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(text);
}
