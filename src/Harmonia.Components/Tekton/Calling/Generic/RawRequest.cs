using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling.Generic;

/// <summary><c>http_request</c>: any call of a component, below its own address.</summary>
internal sealed class RawRequest : IFamilyAction
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    public IReadOnlyList<string> Names { get; } = ["http_request", "request", "call"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        if (Read(call) is not { } request)
        {
            return call.WrongInput();
        }

        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return failed;
        }

        var (status, body) = (FamilyAnswer.Answered)answer;
        return FamilyOutput.Of(body).Add("status_code", JsonText.Of(status)).Add("body", body).Complete(body);
    }

    private static FamilyRequest? Read(FamilyCall call)
    {
        var input = call.Input;
        var method = (input.Text("method") ?? "GET").ToUpperInvariant();
        if (!Methods.Contains(method))
        {
            input.Report(
                FindingCodes.InvalidValue, "method", $"The method has to be one of {string.Join(", ", Methods)}.");
        }

        var path = new StringBuilder(ReadPath(input));
        foreach (var member in Members(input, "query"))
        {
            FamilyRequest.AddQuery(path, member.Name, member.Value);
        }

        var headers = ReadHeaders(input);
        var body = input.Value("body", "json");
        input.RefuseRest();
        return input.IsWrong ? null : new FamilyRequest(call.Component.Name, HttpMethod.Parse(method), path.ToString())
        {
            Body = body,
            Headers = headers,
        };
    }

    /// <summary>The path stays below the component's address: no other host, no way up.</summary>
    private static string ReadPath(CallInput input)
    {
        var path = input.Text(["path"], required: true) ?? "/";
        var isWrong = !path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal)
            || path.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '\\' or '#')
            || path.Split('?')[0].Split('/').Any(
                segment => Uri.UnescapeDataString(segment) is "." or "..");
        if (isWrong)
        {
            input.Report(
                FindingCodes.InvalidValue,
                "path",
                "The path has to begin with one slash, and must not hold \"..\", a fragment, white space or a "
                    + "backslash.");
        }

        return path;
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(CallInput input)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var member in Members(input, "headers"))
        {
            if (Http.HttpHeaderRules.Problem(member) is { } problem)
            {
                input.Report(
                    FindingCodes.InvalidValue,
                    "headers",
                    $"The header \"{PlainText.EscapeControls(PlainText.Shorten(member.Name, 80))}\" {problem}.");
                continue;
            }

            headers.Add(new(member.Name, member.Value.GetString()!));
        }

        return headers;
    }

    private static JsonElement.ObjectEnumerator Members(CallInput input, string field)
    {
        switch (input.Value(field))
        {
            case { ValueKind: JsonValueKind.Object } value:
                return value.EnumerateObject();
            case { } other:
                input.Report(
                    FindingCodes.WrongType, field, $"An object is expected here, not {ObjectReader.Kind(other)}.");
                return default;
            default:
                return default;
        }
    }
}
