using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest;

/// <summary><c>GET /api/executions/{id}/history</c>: the events as they were stored.</summary>
internal static class HistoryEndpoint
{
    /// <summary>Fields of a stored event that an item has under its own names.</summary>
    private static readonly string[] Told = ["type", "at", "task"];

    public static async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        var query = new RequestQuery(request, "after", "limit");
        var (after, limit) = (query.Integer("after", 0, long.MaxValue) ?? 0, query.Limit);
        var store = request.Services.Embedded.Executions;
        _ = await store.FindAsync(request.ExecutionId, request.Token)
            ?? throw new ApiException(Problem.NoExecution(request.PathId));
        var recorded = await store.ReadAsync(request.ExecutionId, after, limit + 1, request.Token).CheckedAsync();
        HistoryItem[] items = [.. recorded.Take(limit).Select(Item)];
        return Answer.Ok(
            new ExecutionHistory(items) { NextAfter = recorded.Count > limit ? items[^1].Version : null },
            HarmoniaJson.Wire.ExecutionHistory);
    }

    public static HistoryItem Item(RecordedEvent recorded) => new(
        recorded.Version,
        EventNames.Of(recorded.Event),
        recorded.Event.At,
        (recorded.Event as TaskEvent)?.Task,
        Data(recorded.Event));

    private static JsonElement Data(ExecutionEvent fact)
    {
        var whole = JsonSerializer.SerializeToElement(fact, StorageJson.Default.ExecutionEvent);
        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in whole.EnumerateObject())
            {
                if (!Told.Contains(member.Name, StringComparer.Ordinal))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        });
    }
}
