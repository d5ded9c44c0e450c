using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>Puts variables into a text: <c>{name}</c> or <c>{{name}}</c>.</summary>
internal sealed partial class FormatText : IFamilyAction
{
    private const int MaxLength = 1024 * 1024;

    public IReadOnlyList<string> Names { get; } = ["format_text"];

    public Reach Reach => Reach.Nobody;

    public Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var template = call.Input.Text(["template", "text"], required: true) ?? "";
        var variables = call.Input.Value("variables", "data") ?? JsonText.EmptyObject;
        call.Input.RefuseRest();
        if (variables.ValueKind is not JsonValueKind.Object)
        {
            call.Input.Report(FindingCodes.WrongType, "variables", "An object is expected here.");
        }

        if (call.Input.IsWrong)
        {
            return Task.FromResult<TaskOutcome>(call.WrongInput());
        }

        // What is no variable stays: braces are also just braces.
        var text = Placeholder().Replace(
            template,
            match => AnswerText.At(variables, match.Groups["name"].Value) is { } value
                ? CallInput.AsText(value).GetString()!
                : match.Value);
        return Task.FromResult(text.Length > MaxLength
            ? new TaskOutcome.Failed(new(
                FailureCodes.OutputTooLarge, $"The text has more than {MaxLength} characters.", Retryable: false))
            : FamilyOutput.New().Set("text", text).Complete(JsonText.Of(text)));
    }

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z_][\w.]*)\s*\}\}|\{(?<name>[A-Za-z_][\w.]*)\}")]
    private static partial Regex Placeholder();
}
