using System.Collections.Immutable;
using System.Text.Json;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>One field of a request, and where its value comes from.</summary>
/// <param name="Name">As the component calls it.</param>
/// <param name="From">As tasks may write it; the first that is given counts.</param>
internal sealed record Field(string Name, ImmutableArray<string> From)
{
    public bool IsRequired { get; private init; }

    /// <summary>Whether anything but a text becomes the text of its JSON.</summary>
    public bool IsText { get; private init; }

    /// <summary>Whether it belongs to the query whatever the method.</summary>
    public bool IsQuery { get; private init; }

    /// <summary>When the task says nothing; <see langword="null"/> to leave the field out.</summary>
    public JsonElement? Default { get; private init; }

    /// <summary>A field that must be given, under its own name or one of the others.</summary>
    public static Field Need(string name, params string[] others) => May(name, others) with { IsRequired = true };

    /// <summary>A field that may be given, under its own name or one of the others.</summary>
    public static Field May(string name, params string[] others) => new(name, [name, .. others]);

    /// <summary>A field that always has this value.</summary>
    public static Field Fixed(string name, string json) => new Field(name, []).Or(json);

    /// <param name="json">The value, as JSON.</param>
    public Field Or(string json) => this with { Default = JsonElement.Parse(json) };

    public Field AsText() => this with { IsText = true };

    public Field InQuery() => this with { IsQuery = true };

    /// <returns><see langword="null"/> when it is to be left out, or is missing.</returns>
    public JsonElement? ValueFrom(CallInput input) =>
        input.Any(From.AsSpan(), IsRequired) is { } value ? (IsText ? CallInput.AsText(value) : value) : Default;
}
