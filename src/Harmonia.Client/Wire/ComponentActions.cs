using System.Text.Json;

namespace Harmonia.Client;

/// <summary>An action of a component.</summary>
public sealed record ComponentAction
{
    /// <summary>As tasks write it.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public string? Description { get; init; }

    /// <summary>The JSON Schema of what it takes; <see langword="null"/> where the component does not say.</summary>
    public JsonElement? Parameters { get; init; }
}

/// <summary>The actions of a component, by name.</summary>
/// <param name="Component">Of which.</param>
/// <param name="Actions">All of them.</param>
/// <param name="Count">How many.</param>
public sealed record ComponentActionList(string Component, IReadOnlyList<ComponentAction> Actions, int Count);

/// <summary>What came of calling an action once.</summary>
/// <param name="Result">The answer's main value: its member <c>result</c>, or else all of it.</param>
/// <param name="Output">The answer, as a task would have it.</param>
/// <param name="Duration">How long it took, in seconds.</param>
public sealed record ActionAnswer(JsonElement Result, JsonElement Output, double Duration);

/// <summary>What came of asking a component whether it is there.</summary>
/// <param name="Success">Whether it is.</param>
/// <param name="Status"><c>up</c>, <c>down</c> or <c>unknown</c>.</param>
/// <param name="DurationMs">How long the answer took.</param>
/// <param name="Message">What was found, for people.</param>
public sealed record ComponentTest(bool Success, string Status, double DurationMs, string Message);
