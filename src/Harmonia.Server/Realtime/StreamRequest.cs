using System.Globalization;
using Harmonia.Core.Executions;
using Harmonia.Server.Rest;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Realtime;

/// <summary>What a subscriber asks for.</summary>
/// <param name="Execution">Whose events; <see langword="null"/> for those of all executions.</param>
/// <param name="After">The last version, or position, that the subscriber has; <see langword="null"/> when it has
/// none.</param>
/// <param name="Types">Which types.</param>
/// <param name="Workflow">Only executions of this workflow.</param>
internal sealed record StreamRequest(ExecutionId? Execution, long? After, EventTypes Types, WorkflowId? Workflow)
{
    private const string LastEventId = "Last-Event-ID";
    private static readonly string[] Parameters = ["after", "types", "workflow_id"];

    /// <exception cref="Rest.ApiException">A parameter is wrong.</exception>
    public static StreamRequest Read(HttpRequest request, ExecutionId? execution)
    {
        RequestQuery.Check(request.Query, Parameters);
        var workflow = ReadWorkflow(request.Query["workflow_id"]);
        if (workflow is not null && execution is not null)
        {
            throw LiveProblems.Invalid("workflow_id", "The stream of one execution cannot be filtered by workflow.");
        }

        // A browser that returns repeats the address with its old cursor; the header is what it has by now.
        var returned = request.Headers[LastEventId].ToString();
        var after = returned.Length > 0
            ? ReadCursor(LastEventId, returned)
            : ReadCursor("after", request.Query["after"]);
        return new StreamRequest(execution, after, ReadTypes(request.Query["types"]), workflow);
    }

    private static long? ReadCursor(string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor)
            ? cursor
            : throw LiveProblems.Invalid(
                field, $"'{Wire.Shorten(text)}' is not the id of an event: give a whole number from 0.");
    }

    private static EventTypes ReadTypes(string? text)
    {
        if (text is null)
        {
            return EventTypes.All;
        }

        return EventTypes.Parse(text, out var unknown)
            ?? throw LiveProblems.Invalid(
                "types",
                $"There are no events of type '{Wire.Shorten(unknown!)}'. "
                    + $"Known types: {string.Join(", ", EventTypes.Known)}.");
    }

    private static WorkflowId? ReadWorkflow(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return WorkflowId.TryParse(text, out var id)
            ? id
            : throw LiveProblems.Invalid("workflow_id", $"'{Wire.Shorten(text)}' is not a workflow's id: give a UUID.");
    }
}
