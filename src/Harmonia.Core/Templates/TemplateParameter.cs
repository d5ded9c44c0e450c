using System.Text.Json;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Templates;

/// <summary>A parameter of a template.</summary>
/// <param name="Name">As <c>param.name</c> says it.</param>
/// <param name="Source">How it is declared, in keywords of JSON Schema with <c>required</c> as a flag.</param>
/// <param name="Schema">What its values must be.</param>
/// <param name="Required">Whether a value must be given: it is asked for, and there is no default.</param>
/// <param name="Default">Its value when none is given.</param>
public sealed record TemplateParameter(
    string Name, JsonElement Source, JsonSchema Schema, bool Required, JsonElement? Default);
