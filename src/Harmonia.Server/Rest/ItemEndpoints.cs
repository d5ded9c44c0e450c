using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Rest;

/// <summary><c>/api/executions/{id}/tasks/{task}/items</c>: adds items to a map that is open.</summary>
internal static class ItemEndpoints
{
    public static async ValueTask<Answer> AddAsync(ApiRequest request)
    {
        var (id, task) = (request.ExecutionId, (string)request.Context.Request.RouteValues["task"]!);
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.State);
        var fields = new BodyFields(body.Document, "items", "close");
        var close = Close(fields);
        var items = Items(fields, close);
        fields.Check();
        var reply = await request.Services.Embedded.Engine.Router.DeliverAsync(
            id,
            new AddItems(task, items, close) { Request = request.IdempotencyKey($"items/{task}") },
            request.Token);
        var decided = Decisions.Accepted(reply, id);
        if (decided.Decision is Decision.Accepted { Events.IsEmpty: true })
        {
            request.MarkReplayed();
        }

        return Answer.Ok(new CommandAnswer(true, id.Value, decided.Status.Word), HarmoniaJson.Wire.CommandAnswer);
    }

    private static bool Close(BodyFields fields)
    {
        if (fields.Value("close") is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            fields.Report(FindingCodes.WrongType, "/close", "close must be true or false.");
            return false;
        }

        return fields.Value("close")?.GetBoolean() ?? false;
    }

    private static JsonElement Items(BodyFields fields, bool close)
    {
        var items = fields.Value("items");
        if (items is null && !close)
        {
            fields.Report(FindingCodes.MissingField, "/items", "Say items, a list; or close, when that was all.");
        }
        else if (items is { ValueKind: not JsonValueKind.Array })
        {
            fields.Report(FindingCodes.WrongType, "/items", "items must be a list.");
        }

        return items ?? JsonText.List([]);
    }
}
