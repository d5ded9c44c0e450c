using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary>A type that a task can have: the fields that it reads, and what they mean.</summary>
internal abstract class TaskType
{
    private static readonly string[] FieldsOfCalls =
    [
        "component", "action", "retry", "retry_policy", "timeout", "queue_timeout", "total_timeout",
        "heartbeat_timeout",
    ];

    /// <summary>As it is written.</summary>
    public abstract string Name { get; }

    /// <summary>All fields that a task of this type may have.</summary>
    public abstract FieldNames Fields { get; }

    /// <summary>Reads what belongs to the type. What every task may say has been read.</summary>
    public abstract void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies);

    /// <summary>Refuses fields that only mean something for calls.</summary>
    protected void RefuseFieldsOfCalls(FieldReader fields, FindingList findings, params ReadOnlySpan<string> but)
    {
        foreach (var name in FieldsOfCalls)
        {
            if (!but.Contains(name) && fields.Find(name) is not null)
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    fields.At(name),
                    $"A task of type \"{Name}\" calls nobody and has no use for '{name}'. Remove it.");
            }
        }
    }

    /// <summary>Retries and time limits of a task that takes its time.</summary>
    /// <param name="fields">The fields of the task.</param>
    /// <param name="task">The task.</param>
    /// <param name="defaults">What holds when it does not say: the workflow's defaults are for single calls.</param>
    /// <param name="findings">Takes what is wrong.</param>
    protected static void ReadRetriesAndTimes(
        FieldReader fields, TaskDraft task, TaskDefaults defaults, FindingList findings)
    {
        task.Retry = RetryPolicyReader.OfTask(fields, defaults.Retry, findings);
        task.Times = new TaskTimes(
            fields.Seconds("timeout") ?? defaults.Times.Attempt,
            fields.Seconds("queue_timeout") ?? defaults.Times.Queue,
            fields.Seconds("total_timeout") ?? defaults.Times.Total,
            fields.Seconds("heartbeat_timeout") ?? defaults.Times.Silence);
    }
}
