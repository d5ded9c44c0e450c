using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Holds the tasks of a plan against its policy.</summary>
internal sealed class PlanChecker(PlanPolicy policy, FindingList findings)
{
    private const string SecretScheme = "secret://";

    /// <summary>What reaches out of a plan to the tasks around it.</summary>
    private static readonly string[] FieldsThatReachOut = ["cancels", "completes", "mutex"];

    public void Check(BodyDraft body)
    {
        CheckFanOut(body);
        foreach (var task in body.Tasks)
        {
            if (!task.IsGenerated)
            {
                Check(task);
            }

            if (task.Body is { } inner)
            {
                Check(inner);
            }
        }
    }

    private void Check(TaskDraft task)
    {
        CheckType(task);
        CheckCall(task, task.Pointer);
        if (task.Compensation is { } undo)
        {
            CheckCall(undo, task.Pointer + "/compensate");
        }

        foreach (var name in FieldsThatReachOut.Where(name => task.Source.TryGetProperty(name, out _)))
        {
            Refuse(JsonPointer.Append(task.Pointer, name), $"A task of a plan cannot say '{name}'.");
        }

        if (task.Retry.MaxRetries > policy.MaxRetries)
        {
            Refuse(task.Pointer, $"'{task.Id}' is retried {task.Retry.MaxRetries} times; {policy.MaxRetries} may be.");
        }

        if (Longest(task.Times) > policy.MaxTimeout)
        {
            Refuse(
                task.Pointer,
                $"'{task.Id}' may take longer than the {policy.MaxTimeout.TotalSeconds:0} s that a plan's task may.");
        }

        CheckSecrets(task.Source, task.Pointer);
    }

    private void CheckType(TaskDraft task)
    {
        var type = task.Kind switch
        {
            TaskKind.Map => "map",
            TaskKind.Child => "workflow",
            TaskKind.Webhook => "webhook",
            TaskKind.Event => "event",
            TaskKind.Dynamic or TaskKind.Plan => "dynamic",
            _ => task.Source.TryGetProperty("type", out var written) && written.ValueKind == JsonValueKind.String
                ? written.GetString()!
                : "standard",
        };
        if (type == "dynamic" || !policy.Types.Contains(type))
        {
            Refuse(
                JsonPointer.Append(task.Pointer, "type"),
                $"The task type '{Shown.Text(type)}' is not allowed. Use one of {string.Join(", ", policy.Types)}.");
        }

        if (task.Map is { } map && map.MaxConcurrency > policy.MaxFanOut)
        {
            Refuse(
                JsonPointer.Append(task.Pointer, "max_concurrency"),
                $"At most {policy.MaxFanOut} items may be under way at once. Say so.");
        }
    }

    private void CheckCall(TaskDraft task, string pointer)
    {
        if (task.Component.Length > 0 && !policy.Allows(task.Component, task.Action))
        {
            Refuse(
                JsonPointer.Append(pointer, "component"),
                $"'{Shown.Text(task.Component)}.{Shown.Text(task.Action)}' is not allowed.");
        }
    }

    private void CheckFanOut(BodyDraft body)
    {
        var waiting = new Dictionary<int, int>();
        foreach (var task in body.Tasks)
        {
            if (task.Dependencies.Count == 0)
            {
                Count(-1);
            }

            foreach (var dependency in task.Dependencies)
            {
                Count(dependency.Task);
            }
        }

        if (waiting.FirstOrDefault(entry => entry.Value > policy.MaxFanOut) is { Value: > 0 } most)
        {
            Refuse(
                most.Key < 0 ? "/tasks" : body.Tasks[most.Key].Pointer,
                $"{most.Value} tasks would start at once; {policy.MaxFanOut} may.");
        }

        void Count(int task) => waiting[task] = waiting.GetValueOrDefault(task) + 1;
    }

    private void CheckSecrets(JsonElement value, string pointer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String
                when value.GetString()!.Contains(SecretScheme, StringComparison.OrdinalIgnoreCase):
                Refuse(pointer, "A plan cannot refer to secrets.");
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    CheckSecrets(member.Value, pointer);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    CheckSecrets(item, pointer);
                }

                break;
        }
    }

    private static TimeSpan Longest(TaskTimes times) => new[] { times.Attempt, times.Queue, times.Total }
        .Max(time => time ?? TimeSpan.Zero);

    private void Refuse(string pointer, string message) => findings.Error(FindingCodes.NotAllowed, pointer, message);
}
