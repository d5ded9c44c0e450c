using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>A request to a component of the family.</summary>
/// <param name="Component">To whom.</param>
/// <param name="Method">How.</param>
/// <param name="Path">Below the component's address, with the query.</param>
internal sealed record FamilyRequest(string Component, HttpMethod Method, string Path)
{
    /// <summary>What is sent, as JSON; <see langword="null"/> for no body.</summary>
    public JsonElement? Body { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static FamilyRequest Get(string component, string path) => new(component, HttpMethod.Get, path);

    public static FamilyRequest Post(string component, string path, JsonElement body) =>
        new(component, HttpMethod.Post, path) { Body = body };

    /// <summary>The same with an object of these members as its body.</summary>
    public static FamilyRequest Post(
        string component, string path, params ReadOnlySpan<(string Name, JsonElement? Value)> members)
    {
        var given = members.ToArray();
        return Post(component, path, JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in given)
            {
                if (value is { } json)
                {
                    writer.WritePropertyName(name);
                    json.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }));
    }

    /// <summary>Method and path as people write them, without the query, which may hold what is private.</summary>
    public override string ToString() => $"{Method} {Path.Split('?')[0]}";

    /// <summary>Adds one parameter to the query; a list is the same parameter several times.</summary>
    public static void AddQuery(StringBuilder path, string name, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                AddQuery(path, name, item);
            }

            return;
        }

        var text = value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
        path.Append(path.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?')
            .Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(text));
    }
}
