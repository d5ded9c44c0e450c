using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Definitions.Dialects;
using Harmonia.Core.Failures;
using Harmonia.Core.Tests.Definitions.Checking;

namespace Harmonia.Core.Tests.Definitions.Dialects;

/// <summary>Normalises definitions for tests.</summary>
internal static class Normal
{
    /// <summary>The canonical form of a definition without findings.</summary>
    public static JsonElement Form(string json, params string[] parameters)
    {
        var normalized = DialectNormalizer.Normalize(JsonElement.Parse(json), parameters);
        Assert.Empty(normalized.Findings);
        return normalized.Canonical;
    }

    /// <summary>The canonical form of the tasks of a workflow.</summary>
    public static void Tasks(string tasks, string expected) =>
        Same(expected, Form($$"""{"name": "n", "tasks": {{tasks}}}""").GetProperty("tasks"));

    /// <summary>The canonical form of the only task of a workflow.</summary>
    public static void Task(string task, string expected) =>
        Same(expected, Form($$"""{"name": "n", "tasks": {"a": {{task}} } }""").GetProperty("tasks").GetProperty("a"));

    public static void Untouched(string json)
    {
        var source = JsonElement.Parse(json);
        var normalized = DialectNormalizer.Normalize(source);
        Assert.False(normalized.IsChanged);
        Assert.Empty(normalized.Findings);
        Assert.Equal(source.GetRawText(), normalized.Canonical.GetRawText());
    }

    /// <summary>Takes a definition in, the dialect's own components known.</summary>
    public static IntakeResult Take(string json) =>
        WorkflowIntake.Take(JsonElement.Parse(json), Catalog.Instance, DefinitionLimits.Default);

    /// <summary>The only finding of a workflow of some tasks.</summary>
    public static Finding Refuse(string tasks)
    {
        var (definition, findings, _) = Take($$"""{"name": "n", "tasks": {{tasks}}}""");
        Assert.Null(definition);
        return Assert.Single(findings);
    }

    public static void Same(string expected, JsonElement actual) => Assert.True(
        JsonElement.DeepEquals(JsonElement.Parse(expected), actual), $"Expected: {expected}\nActual:   {actual}");

    private sealed class Catalog : IActionCatalog
    {
        public static readonly Catalog Instance = new();

        public IEnumerable<string> Components => Compile.Catalog.Components.Append(BuiltInActions.Component);

        public ComponentActions? Find(string component) => component == BuiltInActions.Component
            ? new ComponentActions(BuiltIn: true, BuiltInActions.Names)
            : Compile.Catalog.Find(component) ?? new ComponentActions(BuiltIn: false, ["act"]);
    }
}
