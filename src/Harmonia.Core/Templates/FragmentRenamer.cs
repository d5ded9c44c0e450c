using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Expressions.Syntax;
using Harmonia.Core.Templates.Binding;

namespace Harmonia.Core.Templates;

/// <summary>Gives the tasks of an included template other ids, and follows them into whatever names them.</summary>
internal sealed class FragmentRenamer(string prefix, IReadOnlySet<string> ids)
{
    /// <summary>Fields of a task whose texts are ids of tasks.</summary>
    private static readonly HashSet<string> NamesOfTasks = new(StringComparer.Ordinal)
    {
        "depends_on", "dependsOn", "dependencies", "next", "join", "then", "default", "sources", "branches", "goto",
        "to", "task", "target_task", "run", "tasks", "cancels",
    };

    public JsonElement Rename(JsonElement task) =>
        prefix.Length == 0 ? task : TemplateJson.Write(writer => Write(writer, task, Place.Task, namesTask: false));

    private void Write(Utf8JsonWriter writer, JsonElement source, Place place, bool namesTask)
    {
        switch (source.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in source.EnumerateObject())
                {
                    var below = place.Below(source, member.Name);
                    var isStructure = below is Place.Task or Place.Tasks;
                    writer.WritePropertyName(member.Name);
                    var names = isStructure && NamesOfTasks.Contains(member.Name);
                    Inside(member, below).Write(writer, member.Value, below, names);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in source.EnumerateArray())
                {
                    Write(writer, item, place == Place.Tasks ? Place.Task : place, namesTask);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Rename(source.GetString()!, place, namesTask));
                break;
            default:
                source.WriteTo(writer);
                break;
        }
    }

    /// <summary>Tasks inside of a task are named by its own texts alone, and hide others with the same ids.</summary>
    private FragmentRenamer Inside(JsonProperty member, Place place) =>
        place == Place.Tasks && member.Value.ValueKind == JsonValueKind.Object && member.Name == TaskMap.Tasks
            ? new FragmentRenamer(
                prefix,
                ids.Except(member.Value.EnumerateObject().Select(task => task.Name)).ToHashSet(StringComparer.Ordinal))
            : this;

    private string Rename(string text, Place place, bool namesTask)
    {
        if (namesTask && ids.Contains(text))
        {
            return prefix + text;
        }

        if (place.Use() == TextUse.Plain || !text.Contains("tasks", StringComparison.Ordinal))
        {
            return text;
        }

        return place.Use() == TextUse.Evaluated && Expression.TryCompile(text, out var bare, out _)
            ? ReferenceEdits.Apply(bare, Edit)
            : RenameInside(text);
    }

    private string RenameInside(string text)
    {
        try
        {
            var renamed = new StringBuilder();
            var position = 0;
            foreach (var part in Interpolation.Split(text).Where(part => part.IsExpression))
            {
                if (Expression.TryCompile(part.Text, out var expression, out _))
                {
                    renamed.Append(text, position, part.Offset - position)
                        .Append(ReferenceEdits.Apply(expression, Edit));
                    position = part.Offset + part.Text.Length;
                }
            }

            return renamed.Append(text, position, text.Length - position).ToString();
        }
        catch (SyntaxException)
        {
            return text; // The workflow's compiler says what is wrong.
        }
    }

    private TokenEdit? Edit(Reference reference, IReadOnlyList<Token> tokens)
    {
        var place = reference.Segments switch
        {
            ["tasks", var id, ..] when ids.Contains(id) => 1,
            ["context", "tasks", var id, ..] when ids.Contains(id) => 2,
            _ => 0,
        };
        if (place == 0 || place >= tokens.Count)
        {
            return null;
        }

        var (token, renamed) = (tokens[place], prefix + reference.Segments[place]);
        var written = token.Kind == TokenKind.Name ? renamed : $"[{ExpressionLiteral.Of(JsonText.Of(renamed))}]";
        return new TokenEdit(token.Start, token.End, written);
    }
}
