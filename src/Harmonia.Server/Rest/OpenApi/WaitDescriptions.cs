using System.Collections.Frozen;
using Harmonia.Client;

namespace Harmonia.Server.Rest.OpenApi;

/// <summary>The descriptions of the calls that end waits: signals, events and approvals.</summary>
internal static class WaitDescriptions
{
    private const string Task = "/api/executions/{id}/tasks/{task}/";

    public static FrozenDictionary<string, ApiDescription> All { get; } = new Dictionary<string, ApiDescription>
    {
        ["GET /api/executions/{id}/signals"] = new(
            "listSignals", "Signals", "Signals that are kept, and what tasks wait for.", typeof(SignalList))
        {
            Errors = [404],
            Query = [("limit", "Rows at most: 1 to 1000, 100 unless told.")],
        },
        ["POST /api/executions/{id}/signals"] = new(
            "sendSignal",
            "Signals",
            "Tells an execution that something happened: 200 when a task took it, otherwise 202.",
            typeof(SignalAnswer))
        {
            Statuses = [200, 202],
            Errors = [404, 409, 413, 415, 429],
            Body = typeof(SignalBody),
            Example = """{"name": "paid", "payload": {"amount": 12.5}, "id": "payment-4711"}""",
        },
        ["POST /api/events"] = new(
            "publishEvent",
            "Signals",
            "Tells every execution that waits for it now that something happened.",
            typeof(EventAnswer))
        {
            Errors = [404, 409, 413, 415, 429],
            Body = typeof(EventBody),
            Example = """{"event_type": "file.ready", "payload": {"path": "/in/7.csv"}}""",
        },
        ["GET /api/approvals"] = new(
            "listApprovals", "Approvals", "Approvals that wait for an answer, the oldest first.", typeof(ApprovalList))
        {
            Query =
            [
                ("status", "pending: the only one there is."),
                ("execution_id", "Of this execution only."),
                ("assignee", "Assigned to this person only."),
                ("limit", "Rows at most: 1 to 1000, 100 unless told."),
                ("cursor", "The next_cursor of the page before."),
            ],
        },
        ["GET /api/executions/{id}/approvals"] = new(
            "getApprovals",
            "Approvals",
            "What people were asked by an execution, and what they answered.",
            typeof(ExecutionApprovals))
        {
            Errors = [404],
        },
        [$"POST {Task}answer"] = Answer(
            "answerApproval", "Approves or rejects.", """{"decision": "approve", "actor": "ann"}"""),
        [$"POST {Task}approve"] = Answer("approve", "Approves.", """{"actor": "ann", "comment": "Fine."}"""),
        [$"POST {Task}reject"] = Answer("reject", "Rejects.", """{"actor": "ann", "comment": "Not yet."}"""),
        [$"POST {Task}links"] = new(
            "makeApprovalLink",
            "Approvals",
            "Makes a link with which one person can answer once. It is a secret, and kept nowhere.",
            typeof(LinkAnswer))
        {
            Statuses = [201],
            Errors = [403, 404, 409],
            Body = typeof(LinkBody),
            Example = """{"actor": "ann", "expires_in": 86400}""",
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static ApiDescription Answer(string id, string summary, string example) =>
        new(id, "Approvals", summary + " One answer wins; later ones are 409 with the winner.", typeof(AnswerTaken))
        {
            Errors = [403, 404, 409, 413, 415],
            Body = typeof(AnswerBody),
            Example = example,
        };
}
