using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Checks the inputs of what the core computes itself, as far as they are constant.</summary>
internal sealed partial class BuiltInInputs(FindingList findings)
{
    private static readonly FieldNames TransformFields = FieldNames.Only("data", "expression");
    private static readonly FieldNames SleepFields = FieldNames.Only(SleepInput.Fields);
    private static readonly FieldNames SetStateFields = FieldNames.Only("key", "value");
    private static readonly FieldNames FailFields = FieldNames.Only("code", "message", "retryable", "details");

    public void Check(TaskDraft task)
    {
        if (task.Component.Length == 0
            || task.Kind is not (TaskKind.Transform or TaskKind.Sleep or TaskKind.Fail or TaskKind.SetState))
        {
            return;
        }

        var owner = new FieldReader(task.Source, task.Pointer, findings);
        var source = owner.Find("input") ?? JsonElement.Parse("{}");
        if (IsComputed(source) && task.Kind != TaskKind.Transform)
        {
            return;
        }

        if (FieldReader.Of(source, owner.At("input"), findings) is { } fields)
        {
            Check(task, fields);
        }
    }

    private void Check(TaskDraft task, FieldReader fields)
    {
        switch (task.Kind)
        {
            case TaskKind.Transform:
                task.Transform = ReadTransform(fields);
                break;
            case TaskKind.Sleep:
                fields.AcceptOnly(SleepFields);
                SleepInput.Check(fields, findings);
                break;
            case TaskKind.SetState:
                CheckSetState(fields);
                break;
            default:
                CheckFail(fields);
                break;
        }
    }

    private Expression? ReadTransform(FieldReader fields)
    {
        fields.AcceptOnly(TransformFields);
        fields.Require("data");
        fields.Require("expression");
        if (fields.Text("expression") is not { } text)
        {
            return null;
        }

        var pointer = fields.At("expression");
        if (text.Contains("${", StringComparison.Ordinal))
        {
            findings.Error(
                FindingCodes.InvalidExpression,
                pointer,
                "The expression of a transform is fixed and stands without ${ }. What changes goes into 'data'.");
            return null;
        }

        if (!Expression.TryCompile(text, out var expression, out var error))
        {
            findings.Error(
                FindingCodes.InvalidExpression,
                pointer,
                $"{error.Message} (at character {error.Offset + 1})",
                () => error.Suggestion);
            return null;
        }

        var roots = expression.References.Select(reference => reference.Segments[0]);
        foreach (var name in roots.Where(root => root != "data"))
        {
            findings.Error(
                FindingCodes.UnknownReference,
                pointer,
                $"A transform sees nothing but 'data', so not '{Shown.Text(name)}'. Put it into 'data'.",
                () => "data");
        }

        return expression;
    }

    private static void CheckSetState(FieldReader fields)
    {
        fields.AcceptOnly(SetStateFields);
        fields.Require("key");
        if (!fields.Has("value"))
        {
            fields.Require("value");
        }

        if (fields.Find("key") is { } key && !IsComputed(key))
        {
            fields.Text("key");
        }
    }

    private void CheckFail(FieldReader fields)
    {
        fields.AcceptOnly(FailFields);
        if (fields.Find("message") is { } message && !IsComputed(message))
        {
            fields.Text("message");
        }

        if (fields.Find("retryable") is { } retryable
            && retryable.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
            && !IsComputed(retryable))
        {
            fields.WrongType("retryable", "true or false", retryable);
        }

        if (fields.Find("code") is { } code && !IsComputed(code) && fields.Text("code") is { } text
            && !CodePattern().IsMatch(text))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("code"),
                $"The code '{Shown.Text(text)}' must be 1 to 64 lower-case letters, digits or '_'.");
        }
    }

    private static bool IsComputed(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString()!.Contains("${", StringComparison.Ordinal);

    [GeneratedRegex(@"^[a-z0-9_]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CodePattern();
}
