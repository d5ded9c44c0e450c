namespace Harmonia.Core.Definitions.Checking;

/// <summary>What holds for every task that does not say otherwise.</summary>
internal sealed record TaskDefaults(RetryPolicy? Retry, TaskTimes Times, ErrorMode OnError, UnknownMode OnUnknown)
{
    public static TaskDefaults None { get; } = new(null, TaskTimes.None, ErrorMode.Fail, UnknownMode.Retry);

    public static TaskDefaults Read(FieldReader workflow, FindingList findings)
    {
        if (workflow.Object("defaults") is not { } source)
        {
            return None;
        }

        var fields = new FieldReader(source, workflow.At("defaults"), findings);
        fields.AcceptOnly(FieldNames.Defaults);
        return new TaskDefaults(
            RetryPolicyReader.Policy(fields, null, findings),
            new TaskTimes(
                fields.Seconds("timeout"),
                fields.Seconds("queue_timeout"),
                fields.Seconds("total_timeout"),
                fields.Seconds("heartbeat_timeout")),
            ErrorModeReader.Read(fields, allowGoto: false, findings)?.Mode ?? ErrorMode.Fail,
            RegionReader.UnknownMode(fields, findings) ?? UnknownMode.Retry);
    }
}
