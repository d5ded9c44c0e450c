using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Secrets;

/// <summary>Takes the secrets of a call out of everything that came of it, in the forms in which peers echo them.
/// </summary>
internal sealed class SecretRedactor
{
    public const string Mark = "***";

    private const int MaxDepth = 128;

    private readonly string[] _forms;

    /// <param name="values">What was sent: the secrets, and what was made of them.</param>
    public SecretRedactor(IEnumerable<string> values) =>
        // The longest first, so that no rest of a form stays behind.
        _forms =
        [
            .. values.SelectMany(FormsOf).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length),
        ];

    /// <summary>Of calls without secrets.</summary>
    public static SecretRedactor None { get; } = new([]);

    public bool HasWork => _forms.Length > 0;

    public string Redact(string text)
    {
        foreach (var form in _forms)
        {
            text = text.Replace(form, Mark, StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    /// <summary>Looks at texts and names as they are read, whatever escapes they were written with.</summary>
    public JsonElement Redact(JsonElement value)
    {
        if (!HasWork || !Holds(value))
        {
            return value;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, value);
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = MaxDepth });
    }

    public TaskOutcome Redact(TaskOutcome outcome) => !HasWork ? outcome : outcome switch
    {
        TaskOutcome.Completed completed => completed with { Output = Redact(completed.Output) },
        TaskOutcome.Failed failed => failed with { Failure = Redact(failed.Failure) },
        TaskOutcome.Unavailable unavailable => unavailable with { Reason = Redact(unavailable.Reason) },
        _ => throw new System.Diagnostics.UnreachableException($"Outcome {outcome.GetType().Name} is unknown."),
    };

    /// <summary>A call whose reports are clean.</summary>
    public TaskCall Watch(TaskCall call) => HasWork
        ? call with
        {
            Progress = new RedactedProgress(call.Progress, this),
            Partial = new RedactedPartialResults(call.Partial, this),
        }
        : call;

    private TaskFailure Redact(TaskFailure failure) => failure with
    {
        Code = Redact(failure.Code),
        Message = Redact(failure.Message),
        Details = failure.Details is { } details ? Redact(details) : null,
    };

    private bool Contains(string text) =>
        Array.Exists(_forms, form => text.Contains(form, StringComparison.OrdinalIgnoreCase));

    private bool Holds(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Contains(value.GetString()!),
        JsonValueKind.Number => Contains(value.GetRawText()),
        JsonValueKind.Array => value.EnumerateArray().Any(Holds),
        JsonValueKind.Object => value.EnumerateObject().Any(member => Contains(member.Name) || Holds(member.Value)),
        _ => false,
    };

    private void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(Redact(member.Name));
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Redact(value.GetString()!));
                break;
            case JsonValueKind.Number when Contains(value.GetRawText()):
                writer.WriteStringValue(Redact(value.GetRawText()));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static IEnumerable<string> FormsOf(string value)
    {
        yield return value;
        yield return Uri.EscapeDataString(value);
        yield return WebUtility.UrlEncode(value);
        yield return JsonEncodedText.Encode(value).Value;
        yield return JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        yield return value.Replace("/", "\\/", StringComparison.Ordinal);
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).TrimEnd('=');
        yield return base64;
        yield return base64.Replace('+', '-').Replace('/', '_');
        yield return Uri.EscapeDataString(base64);
    }
}
