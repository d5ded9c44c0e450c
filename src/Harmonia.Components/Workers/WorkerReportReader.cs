using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Workers;

/// <summary>Reads what workers say of attempts, and collects everything that is wrong with it.</summary>
public static class WorkerReportReader
{
    /// <summary>Reports in one message.</summary>
    public const int MaxItems = 1_000;

    private const int MaxErrorType = 100;

    /// <param name="message">An object with the fields of one report, or with <c>items</c>.</param>
    /// <param name="verb">What is said.</param>
    /// <param name="workerId">Who says it; <see langword="null"/> when the message says that, too.</param>
    /// <param name="findings">Takes all findings.</param>
    /// <param name="envelope">Fields of the message that are read elsewhere.</param>
    /// <returns>What can be used only when there are no findings.</returns>
    public static WorkerReports Read(
        JsonElement message,
        WorkerVerb verb,
        string? workerId,
        ICollection<Finding> findings,
        params ReadOnlySpan<string> envelope)
    {
        var fields = new ObjectReader(message, "", findings);
        foreach (var field in envelope)
        {
            fields.TryGet(field, out _);
        }

        var worker = workerId ?? WorkerProfileReader.ReadId(fields);
        if (fields.Items("items") is not { } items)
        {
            return new WorkerReports([ReadOne(fields, verb, worker)], IsBatch: false);
        }

        fields.RefuseUnknown();
        if (items.Count > MaxItems)
        {
            fields.Report(FindingCodes.TooLarge, "items", $"At most {MaxItems} items are taken at once.");
            return new WorkerReports([], IsBatch: true);
        }

        return new WorkerReports(
            [
                .. items.Select((item, index) =>
                    ReadOne(new ObjectReader(item, $"/items/{index}", findings), verb, worker)),
            ],
            IsBatch: true);
    }

    private static WorkerReport ReadOne(ObjectReader fields, WorkerVerb verb, string worker)
    {
        var claim = ReadClaim(fields, worker);
        WorkerReport report = verb switch
        {
            WorkerVerb.Heartbeat => new WorkerReport.Heartbeat(
                claim, ReadFraction(fields), fields.Text("message"), fields.Value("details")?.Clone()),
            WorkerVerb.Complete => new WorkerReport.Completed(
                claim, fields.TryGet("output", out var output) ? output.Clone() : JsonText.Null),
            WorkerVerb.Fail => new WorkerReport.Failed(claim, ReadFailure(fields)),
            _ => new WorkerReport.Released(claim),
        };
        fields.RefuseUnknown();
        return report;
    }

    private static LeaseClaim ReadClaim(ObjectReader fields, string worker)
    {
        var id = default(ExecutionId);
        if (fields.Text("execution_id", required: true) is { } text && !ExecutionId.TryParse(text, out id))
        {
            fields.Report(FindingCodes.InvalidValue, "execution_id", "execution_id must be a UUID.");
        }

        var task = fields.Text("task", required: true) ?? "";
        return new LeaseClaim(
            worker,
            id,
            task,
            (int)Required(fields, "attempt", 1, int.MaxValue),
            Required(fields, "epoch", 0, long.MaxValue),
            fields.Text("lease_token"));
    }

    private static long Required(ObjectReader fields, string field, long min, long max)
    {
        if (fields.Value(field) is null)
        {
            fields.Report(FindingCodes.MissingField, field, $"The field \"{field}\" is required.");
            return min;
        }

        return fields.Integer(field, min, max) ?? min;
    }

    private static double? ReadFraction(ObjectReader fields)
    {
        if (fields.Value("progress") is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var fraction)
            && fraction is >= 0 and <= 1)
        {
            return fraction;
        }

        fields.Report(FindingCodes.InvalidValue, "progress", "progress must be a number from 0 to 1.");
        return null;
    }

    private static TaskFailure ReadFailure(ObjectReader fields)
    {
        var type = fields.Text("error_type") ?? FailureCodes.TaskFailed;
        if (type.Length is 0 or > MaxErrorType || type.Any(char.IsControl))
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "error_type",
                $"error_type must have 1 to {MaxErrorType} characters, such as \"out_of_paper\".");
        }

        return new TaskFailure(
            type, fields.Text("message", required: true) ?? "", fields.Flag("retryable", fallback: true))
        {
            Details = fields.Value("details")?.Clone(),
        };
    }
}
