using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Schemas;

namespace Harmonia.Components.Registered;

/// <summary>One action of a declared component.</summary>
public sealed record ActionDeclaration
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Of protocol http: below the base URL, with <c>{parameter}</c> where a value goes.</summary>
    public string? Path { get; init; }

    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>As they were declared; empty when nothing or a schema was.</summary>
    public ImmutableArray<ParameterDeclaration> Parameters { get; init; } = [];

    /// <summary>What inputs have to match, out of the parameters or as declared; <see langword="null"/> for anything.
    /// </summary>
    public JsonSchema? Input { get; init; }

    /// <summary>Which part of the answer is the result; <see langword="null"/> for all of it.</summary>
    public ResultPath? ResultPath { get; init; }

    /// <summary>Sent beside those of the component.</summary>
    public ImmutableArray<DeclaredHeader> Headers { get; init; } = [];

    public TimeSpan? Timeout { get; init; }
}

/// <summary>One parameter of an action.</summary>
/// <param name="Name">Its name in the task's input.</param>
/// <param name="Type">A type of JSON Schema, or <c>any</c>.</param>
/// <param name="Required">Whether a call without it is refused.</param>
/// <param name="Description">For people.</param>
/// <param name="Default">Used when a task gives none.</param>
public sealed record ParameterDeclaration(
    string Name, string Type, bool Required, string? Description, JsonElement? Default);
