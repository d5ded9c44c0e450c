using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary>
/// <c>workflow_controller.generate_tasks</c>, as the documents write a map: a <c>task_template</c> for each of its
/// <c>data_sources</c>.
/// </summary>
internal static class GeneratedMap
{
    private static readonly FieldNames Inputs = FieldNames.Only(
        "data_sources", "task_template", "max_concurrency", "tolerated_failures");

    /// <summary>What is said of the task is meant for each that it generates.</summary>
    private static readonly string[] FieldsOfEach = ["retry", "retry_policy", "timeout", "queue_timeout"];

    public static bool IsMeant(TaskDraft task) =>
        task is { Component: "workflow_controller", Action: "generate_tasks" };

    public static void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        task.Kind = TaskKind.Map;
        (task.Component, task.Action) = ("", "");
        fields.Require("input");
        if (fields.Object("input") is not { } source)
        {
            return;
        }

        var input = new FieldReader(source, fields.At("input"), bodies.Findings);
        input.AcceptOnly(Inputs);
        input.Require("data_sources");
        input.Require("task_template");
        task.Map = MapType.ReadSettings(input, bodies.Findings);
        task.Input = Template.Compile(
            MapType.InputOf(input.Find("data_sources")), input.At("data_sources"), bodies.Findings);
        if (input.Object("task_template") is { } template)
        {
            task.Body = bodies.ReadInline(
                WithFieldsOfEach(template, fields),
                input.At("task_template"),
                task,
                body,
                ScopeNames.Item,
                ScopeNames.Index);
        }
    }

    private static JsonElement WithFieldsOfEach(JsonElement template, FieldReader outer) => JsonText.Write(writer =>
    {
        var saysRetries = template.TryGetProperty("retry", out _) || template.TryGetProperty("retry_policy", out _);
        writer.WriteStartObject();
        foreach (var property in template.EnumerateObject())
        {
            property.WriteTo(writer);
        }

        foreach (var name in FieldsOfEach)
        {
            if (outer.Find(name) is { } value
                && !template.TryGetProperty(name, out _)
                && !(saysRetries && name.StartsWith("retry", StringComparison.Ordinal)))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    });
}
