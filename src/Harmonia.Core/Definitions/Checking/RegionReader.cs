using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads what a task does to others beside it, and what it is when nobody knows how it went.</summary>
internal static class RegionReader
{
    private const int MaxNameLength = 200;
    private static readonly string[] Modes = ["retry", "fail", "ask"];

    public static void Read(
        FieldReader fields, TaskDraft task, BodyDraft body, TaskDefaults defaults, FindingList findings)
    {
        task.OnUnknown = UnknownMode(fields, findings) ?? defaults.OnUnknown;
        task.Mutex = fields.Label("mutex", MaxNameLength);
        fields.Texts("cancels");
        if (task.Mutex is not null && HolderAround(body) is { } holder)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("mutex"),
                $"'{Shown.Text(holder.Id)}' around this task holds a mutex for as long as it runs. Who holds one must"
                    + " not wait for another, or for the same: two could wait for each other forever. Remove one.");
        }
    }

    private static TaskDraft? HolderAround(BodyDraft body)
    {
        for (var around = body; around?.Owner is { } owner; around = around.Outer)
        {
            if (owner.Mutex is not null)
            {
                return owner;
            }
        }

        return null;
    }

    /// <returns><see langword="null"/> when nothing is said.</returns>
    public static UnknownMode? UnknownMode(FieldReader fields, FindingList findings)
    {
        if (fields.Text("on_unknown") is not { } text)
        {
            return null;
        }

        switch (text)
        {
            case "retry":
                return Definitions.UnknownMode.Retry;
            case "fail":
                return Definitions.UnknownMode.Fail;
            case "ask":
                return Definitions.UnknownMode.Ask;
            default:
                findings.Error(
                    FindingCodes.InvalidValue,
                    fields.At("on_unknown"),
                    $"'on_unknown' must be \"retry\", \"fail\" or \"ask\", not \"{Shown.Text(text)}\".",
                    () => NearestName.Find(text, Modes));
                return null;
        }
    }

    /// <summary>Finds the tasks that are named in <c>cancels</c>.</summary>
    public static void Resolve(BodyDraft body, FindingList findings)
    {
        foreach (var task in body.Tasks.Where(task => !task.IsGenerated))
        {
            var fields = new FieldReader(task.Source, task.Pointer, new FindingList(0));
            var names = fields.Texts("cancels") ?? [];
            for (var place = 0; place < names.Length; place++)
            {
                var target = body.Index.IndexOf(names[place]);
                if (target >= 0 && target != task.Index)
                {
                    task.Cancels.Add(target);
                    continue;
                }

                var id = names[place];
                findings.Error(
                    FindingCodes.UnknownTask,
                    JsonPointer.Append(fields.At("cancels"), place),
                    target < 0
                        ? $"There is no task '{Shown.Text(id)}' beside this one to withdraw. Correct the id."
                        : "A task cannot withdraw itself. Remove it.",
                    () => target < 0 ? body.Index.Nearest(id) : null);
            }
        }
    }
}
