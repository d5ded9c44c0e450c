using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary>Reads what tasks have in common that wait for somebody.</summary>
internal static class WaitReader
{
    private static readonly FieldNames ThenFields = FieldNames.Only("then");

    /// <summary>Reads <c>while</c>.</summary>
    public static Guard? Guard(FieldReader fields, FindingList findings) =>
        ConditionReader.Read(fields, "while", findings) is { } condition ? Definitions.Guard.Of(condition) : null;

    /// <summary>Reads <c>on_timeout</c>: a word, or <c>{then: [tasks]}</c>.</summary>
    public static (TimeoutMode Mode, ImmutableArray<string> Then) OnTimeout(
        FieldReader fields, TimeSpan? limit, ReadOnlySpan<TimeoutMode> modes, FindingList findings)
    {
        if (fields.Find("on_timeout") is not { } value)
        {
            return (TimeoutMode.Fail, []);
        }

        if (limit is null)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("on_timeout"),
                "'on_timeout' has no meaning without a time limit. Give one, or remove it.");
        }

        if (value.ValueKind == JsonValueKind.Object && modes.Contains(TimeoutMode.Continue))
        {
            var entry = new FieldReader(value, fields.At("on_timeout"), findings);
            entry.AcceptOnly(ThenFields);
            entry.Require("then");
            return (TimeoutMode.Continue, entry.Texts("then") ?? []);
        }

        return (Choice(fields, "on_timeout", modes, findings), []);
    }

    /// <summary>Reads a word that stands for one of <paramref name="choices"/>; the first when there is none.</summary>
    public static T Choice<T>(FieldReader fields, string name, ReadOnlySpan<T> choices, FindingList findings)
        where T : struct, Enum
    {
        if (fields.Text(name) is not { } text)
        {
            return choices[0];
        }

        foreach (var choice in choices)
        {
            if (Word(choice) == text)
            {
                return choice;
            }
        }

        string[] words = [.. choices.ToArray().Select(Word)];
        findings.Error(
            FindingCodes.InvalidValue,
            fields.At(name),
            $"'{name}' must be one of {string.Join(", ", words)}, not \"{Shown.Text(text)}\".",
            () => NearestName.Find(text, words));
        return choices[0];
    }

    /// <summary>Reads a field that is true or false.</summary>
    public static bool Flag(FieldReader fields, string name)
    {
        if (fields.Find(name) is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) } other)
        {
            fields.WrongType(name, "true or false", other);
            return false;
        }

        return fields.Find(name) is { ValueKind: JsonValueKind.True };
    }

    /// <summary>These tasks run only when the task ends by this branch.</summary>
    public static void Lead(TaskDraft task, ImmutableArray<string> ids, string pointer, int branch)
    {
        foreach (var id in ids)
        {
            task.Leads.Add((id, pointer, 1UL << branch));
        }
    }

    private static string Word<T>(T choice)
        where T : struct, Enum => choice.ToString().ToLowerInvariant();
}
