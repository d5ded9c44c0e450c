using System.Collections.Frozen;
using Harmonia.Client;

namespace Harmonia.Server.Rest.OpenApi;

/// <summary>The descriptions of the calls that workers make.</summary>
internal static class WorkerDescriptions
{
    private const string Claim =
        "\"worker_id\": \"w1\", \"execution_id\": \"0190a6b0-0000-7000-8000-000000000001\", \"task\": \"pack\", "
        + "\"attempt\": 1, \"epoch\": 1767268800000";

    public static FrozenDictionary<string, ApiDescription> All { get; } = new Dictionary<string, ApiDescription>
    {
        ["GET /api/workers"] = new("listWorkers", "Workers", "Workers that are there.", typeof(WorkerList))
        {
            Query =
            [
                ("limit", "Rows at most: 1 to 1000, 100 unless told."),
                ("offset", "Rows to pass over; 0 unless told."),
            ],
        },
        ["POST /api/workers/poll"] = new(
            "pollAttempts", "Workers", "Waits for attempts that the worker is to make.", typeof(PollAttempts))
        {
            Errors = [409, 413, 415],
            Body = typeof(PollBody),
            Example = """{"worker_id": "w1", "components": {"shop": ["pack"]}, "slots": 4, "wait": 30}""",
        },
        ["POST /api/workers/heartbeat"] = Report(
            "heartbeat", "Keeps attempts, and tells how far they are.", Claim + ", \"progress\": 0.5"),
        ["POST /api/workers/complete"] = Report(
            "completeAttempt",
            "Attempts are done. Said twice, it counts once.",
            Claim + ", \"output\": {\"boxes\": 3}"),
        ["POST /api/workers/fail"] = Report(
            "failAttempt", "Attempts have failed. Said twice, it counts once.", Claim + ", \"message\": \"No paper.\""),
        ["POST /api/workers/release"] = Report("releaseAttempt", "Gives attempts back; others get them.", Claim),
        ["POST /api/workers/{id}/drain"] = new(
            "drainWorker", "Workers", "Gives a worker no more attempts.", typeof(WorkerDrained))
        {
            Errors = [404],
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static ApiDescription Report(string id, string summary, string example) =>
        new(id, "Workers", summary, typeof(WorkerReportAnswer))
        {
            Errors = [409, 413, 415],
            Body = typeof(WorkerReportBody),
            Example = $"{{{example}}}",
        };
}
