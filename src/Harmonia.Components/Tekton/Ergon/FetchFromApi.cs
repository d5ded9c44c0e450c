using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>
/// Fetches from an address, as <c>http/request</c> does. Always from here: Synthesis would call addresses that the
/// operator of Harmonia has not allowed.
/// </summary>
internal sealed class FetchFromApi(HttpExecutor http) : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["fetch_from_api"];

    public Reach Reach => Reach.Nobody;

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var renamed = Rename(call.Task.Input);
        var outcome = await http.ExecuteAsync(
            call.Task with { Action = "request", Input = renamed }, cancellationToken);
        if (outcome is not TaskOutcome.Completed { Output: var said })
        {
            return outcome;
        }

        return FamilyOutput.Of(said).Complete(AnswerText.At(said, "body") ?? JsonText.Null);
    }

    /// <summary>In the words of <c>http/request</c>.</summary>
    private static JsonElement Rename(JsonElement input) => input.ValueKind is not JsonValueKind.Object
        ? input
        : JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in input.EnumerateObject())
            {
                writer.WritePropertyName(member.Name switch
                {
                    "endpoint" or "api_url" => "url",
                    "params" => "query",
                    "data" or "body" => "json",
                    _ => member.Name,
                });
                member.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
}
