using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>A task for people, as workflows describe it, and in the words of those who keep such tasks.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Description">What is to be done.</param>
/// <param name="Priority">As the workflow says it.</param>
/// <param name="Rest">Everything else that the workflow says.</param>
internal sealed record PersonTask(string Title, string Description, string Priority, JsonElement Rest)
{
    public static PersonTask Read(CallInput input)
    {
        var title = input.Text(["title", "name"], required: true) ?? "";
        var description = input.Text("description") ?? "";
        var priority = (input.Text("priority") ?? "normal").ToLowerInvariant();
        var rest = input.Rest().ToList();
        return new(title, description, priority, JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in rest)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }));
    }

    /// <summary>In A2A's words, whose priorities are low, normal, high and critical.</summary>
    public JsonElement ForA2A() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", Title);
        writer.WriteString("description", Description);
        writer.WritePropertyName("input_data");
        Rest.WriteTo(writer);
        writer.WriteString("priority", Priority is "medium" ? "normal" : Priority);
        writer.WriteEndObject();
    });

    /// <summary>In Metis' words, whose priorities are low, medium and high.</summary>
    public JsonElement ForMetis() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("title", Title);
        writer.WriteString("description", Description);
        writer.WriteString("status", "pending");
        writer.WriteString("priority", Priority switch
        {
            "critical" or "high" => "high",
            "low" => "low",
            _ => "medium",
        });
        if (AnswerText.TextAt(Rest, "assignee") is { } assignee)
        {
            writer.WriteString("assignee", assignee);
        }

        writer.WriteString("details", Rest.GetRawText());
        writer.WriteEndObject();
    });

    public JsonElement ForHere() => JsonText.Merge(Rest, JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("title", Title);
        writer.WriteString("description", Description);
        writer.WriteString("priority", Priority);
        writer.WriteEndObject();
    }));
}
