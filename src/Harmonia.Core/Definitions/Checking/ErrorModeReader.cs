using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads <c>on_error</c>: <c>fail</c>, <c>continue</c> or <c>{goto: id}</c>.</summary>
internal static class ErrorModeReader
{
    private static readonly string[] Modes = ["fail", "continue"];
    private static readonly FieldNames Goto = FieldNames.Only("goto");

    /// <returns>The mode and, for <see cref="ErrorMode.Goto"/>, the handler's id; <see langword="null"/> when
    /// nothing is said.</returns>
    public static (ErrorMode Mode, string? Handler)? Read(FieldReader owner, bool allowGoto, FindingList findings)
    {
        if (owner.Find("on_error") is not { } value)
        {
            return null;
        }

        if (allowGoto && value.ValueKind == JsonValueKind.Object)
        {
            var fields = new FieldReader(value, owner.At("on_error"), findings);
            fields.AcceptOnly(Goto);
            fields.Require("goto");
            return fields.Text("goto") is { } handler ? (ErrorMode.Goto, handler) : null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (text is "fail" or "continue")
        {
            return (text == "fail" ? ErrorMode.Fail : ErrorMode.Continue, null);
        }

        findings.Error(
            FindingCodes.InvalidValue,
            owner.At("on_error"),
            $"'on_error' must be \"fail\"{(allowGoto ? ", \"continue\" or {\"goto\": task id}" : " or \"continue\"")},"
                + $" not {Shown.Value(value)}.",
            () => NearestName.Find(text, Modes));
        return null;
    }
}
