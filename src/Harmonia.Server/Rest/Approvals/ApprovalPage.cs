using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Harmonia.Client;

namespace Harmonia.Server.Rest.Approvals;

/// <summary>The page behind a link: the question, a form, and two buttons. Everything in it is escaped.</summary>
internal static class ApprovalPage
{
    /// <summary>Characters of the input that are shown.</summary>
    private const int MaxShown = 20_000;

    private const string Head =
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta name="robots" content="noindex"><title>Approval</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
        pre { background: #f3f3f3; padding: .75rem; overflow: auto; } label { display: block; margin: .75rem 0; }
        input[type=text], input[type=number], select, textarea { width: 100%; box-sizing: border-box; font: inherit; }
        button { font: inherit; padding: .5rem 1.25rem; margin: 1rem .5rem 0 0; } small { color: #555; }
        </style></head><body>

        """;

    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // What is shown is escaped for HTML afterwards.
    };

    public static string Question(ApprovalDetail approval, ApprovalLink link)
    {
        var page = new StringBuilder(Head);
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Escape(approval.Title)}</h1>\n");
        if (approval.Description is { } description)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>{Escape(description)}</p>\n");
        }

        if (!approval.Edits && approval.Input is { } input && HasContent(input))
        {
            page.Append(CultureInfo.InvariantCulture, $"<pre>{Escape(Pretty(input))}</pre>\n");
        }

        page.Append("<form method=\"post\">\n");
        AnswerForm.WriteFields(page, approval);
        page.Append("<label>Comment <textarea name=\"comment\" rows=\"2\" maxlength=\"10000\"></textarea></label>\n");
        if (link.Approve != false)
        {
            page.Append("<button name=\"decision\" value=\"approve\">Approve</button>\n");
        }

        if (link.Approve != true)
        {
            page.Append("<button name=\"decision\" value=\"reject\" formnovalidate>Reject</button>\n");
        }

        page.Append("</form>\n");
        if (link.Actor is { } actor)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p><small>You answer as {Escape(actor)}.</small></p>\n");
        }

        return page.Append("</body></html>\n").ToString();
    }

    public static string Thanks(bool approve) =>
        $"{Head}<h1>Thank you.</h1>\n<p>Your answer was taken: {(approve ? "approved" : "rejected")}.</p>\n"
            + "</body></html>\n";

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public static string Pretty(JsonElement value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            value.WriteTo(writer);
        }

        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return text.Length <= MaxShown ? text : string.Concat(text.AsSpan(0, MaxShown), "…");
    }
    private static bool HasContent(JsonElement input) =>
        input.ValueKind != JsonValueKind.Null
        && (input.ValueKind != JsonValueKind.Object || input.GetPropertyCount() > 0);

}
