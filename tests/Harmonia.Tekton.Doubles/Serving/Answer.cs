using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Serving;

/// <summary>What is sent back: JSON, or a stream of server-sent events.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The JSON; <see langword="null"/> is written as <c>null</c>.</param>
internal sealed record Answer(int Status, JsonNode? Body)
{
    /// <summary>The data of each event; then nothing else is sent.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    public string? Location { get; init; }

    /// <summary>Neither JSON nor events.</summary>
    public bool IsEmpty { get; init; }

    public static Answer Ok(JsonNode? body) => new(StatusCodes.Status200OK, body);

    public static Answer Created(JsonNode? body) => new(StatusCodes.Status201Created, body);

    public static Answer Stream(params IEnumerable<string> events) => Ok(null) with { Events = [.. events] };

    /// <summary>An error as FastAPI writes it.</summary>
    public static Answer Detail(int status, string detail) => new(status, new JsonObject { ["detail"] = detail });

    /// <summary>An error as Engram and Ergon write it.</summary>
    public static Answer Error(int status, string error) => new(status, new JsonObject { ["error"] = error });

    public async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = Status;
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (IsEmpty)
        {
            return;
        }

        if (Events is null)
        {
            var bytes = Encoding.UTF8.GetBytes(JsonText.Write(Body));
            response.ContentType = "application/json";
            response.ContentLength = bytes.Length;
            await response.Body.WriteAsync(bytes, cancellationToken);
            return;
        }

        response.ContentType = "text/event-stream; charset=utf-8";
        foreach (var data in Events)
        {
            await response.WriteAsync($"data: {data}\n\n", cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }
}

/// <summary>Ends a request with this answer from wherever it is found that it cannot go on.</summary>
#pragma warning disable CA1032 // There is no refusal without an answer.
internal sealed class RefusedException(Answer answer) : Exception
#pragma warning restore CA1032
{
    public Answer Answer => answer;

    public static RefusedException Because(int status, string detail) => new(Answer.Detail(status, detail));
}
