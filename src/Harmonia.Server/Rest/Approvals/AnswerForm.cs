using System.Globalization;
using System.Text;
using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Harmonia.Server.Rest.Approvals;

/// <summary>
/// The fields of an approval's form on its page, and back: one for each member of a flat object, else JSON as text.
/// </summary>
internal static class AnswerForm
{
    private const string Prefix = "data.";
    private const string Whole = "data";
    private const int MaxFields = 1_000;

    public static void WriteFields(StringBuilder page, ApprovalDetail approval)
    {
        if (approval.Form is { } form && !approval.Edits && Members(form) is { } members)
        {
            foreach (var (name, type, schema) in members)
            {
                WriteField(page, name, type, schema);
            }
        }
        else if (approval.Edits || approval.Form is not null)
        {
            var value = approval is { Edits: true, Input: { } input } ? ApprovalPage.Pretty(input) : "{}";
            page.Append("<label>Data (JSON) <textarea name=\"data\" rows=\"12\">")
                .Append(ApprovalPage.Escape(value))
                .Append("</textarea></label>\n");
        }
    }

    /// <exception cref="ApiException">It cannot be read.</exception>
    public static async ValueTask<AnswerApproval> ReadAsync(ApiRequest request, TaskState task)
    {
        var maxBytes = request.Services.BodyLimits.State;
        request.Context.Features.Set<IFormFeature>(new FormFeature(
            request.Context.Request,
            new FormOptions
            {
                BufferBodyLengthLimit = maxBytes,
                ValueLengthLimit = maxBytes,
                ValueCountLimit = MaxFields,
                MultipartBodyLengthLimit = maxBytes,
            }));
        IFormCollection form;
        try
        {
            form = await request.Context.Request.ReadFormAsync(request.Token);
        }
        catch (InvalidDataException exception)
        {
            throw Wrong("", exception.Message);
        }

        var decision = form["decision"].ToString();
        if (decision is not ("approve" or "reject"))
        {
            throw Wrong("/decision", "decision must be approve or reject.");
        }

        var comment = form["comment"].ToString();
        var approve = decision == "approve";
        return new AnswerApproval(
            task.Path, approve, approve ? Data(form, task) : null, comment.Length == 0 ? null : comment, null);
    }

    private static JsonElement? Data(IFormCollection form, TaskState task)
    {
        if (form.TryGetValue(Whole, out var text))
        {
            try
            {
                return JsonElement.Parse(text.ToString());
            }
            catch (JsonException)
            {
                throw Wrong("/data", "The data is not JSON.");
            }
        }

        if (task.Definition.Approval!.Form is not { } schema || Members(schema.Source) is not { } members)
        {
            return null;
        }

        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, type, _) in members)
            {
                WriteValue(writer, name, type, form[Prefix + name].ToString());
            }

            writer.WriteEndObject();
        });
    }

    /// <returns>The members of a flat object; <see langword="null"/> for any other schema.</returns>
    private static List<(string Name, string Type, JsonElement Schema)>? Members(JsonElement form)
    {
        if (form.ValueKind != JsonValueKind.Object
            || !form.TryGetProperty("properties", out var properties)
            || properties.ValueKind != JsonValueKind.Object
            || properties.GetPropertyCount() > MaxFields)
        {
            return null;
        }

        var members = new List<(string, string, JsonElement)>();
        foreach (var property in properties.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object
                || !property.Value.TryGetProperty("type", out var type)
                || type.ValueKind != JsonValueKind.String
                || type.GetString() is not ("string" or "number" or "integer" or "boolean"))
            {
                return null;
            }

            members.Add((property.Name, type.GetString()!, property.Value));
        }

        return members;
    }

    private static void WriteField(StringBuilder page, string name, string type, JsonElement schema)
    {
        var title = schema.TryGetProperty("title", out var given) && given.ValueKind == JsonValueKind.String
            ? given.GetString()!
            : name;
        var field = $"name=\"{ApprovalPage.Escape(Prefix + name)}\"";
        var control = type switch
        {
            "boolean" => $"<input type=\"checkbox\" value=\"true\" {field}>",
            "string" when schema.TryGetProperty("enum", out var choices)
                && choices.ValueKind == JsonValueKind.Array => Choices(field, choices),
            "string" => $"<input type=\"text\" {field}>",
            _ => $"<input type=\"number\" step=\"{(type == "integer" ? "1" : "any")}\" {field}>",
        };
        page.Append(CultureInfo.InvariantCulture, $"<label>{ApprovalPage.Escape(title)} {control}</label>\n");
    }

    private static string Choices(string field, JsonElement choices) =>
        $"<select {field}>" + string.Concat(choices.EnumerateArray()
            .Where(choice => choice.ValueKind == JsonValueKind.String)
            .Select(choice => $"<option>{ApprovalPage.Escape(choice.GetString()!)}</option>")) + "</select>";

    private static void WriteValue(Utf8JsonWriter writer, string name, string type, string text)
    {
        if (type == "boolean")
        {
            writer.WriteBoolean(name, text == "true");
        }
        else if (text.Length == 0)
        {
            return; // A field that was left empty is absent: the schema says whether that is right.
        }
        else if (type != "string"
            && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteString(name, text);
        }
    }

    private static ApiException Wrong(string pointer, string message) => new(Problem.Of(
        ApiCodes.InvalidInput, [new Finding(FindingCodes.InvalidValue, pointer, message)]));
}
