using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Harmonia.Server.Rest;

/// <summary>One request on its way: what was sent, and how long it may take.</summary>
internal sealed class ApiRequest(
    HttpContext context, ApiServices services, CancellationTokenSource timeout, CancellationToken stopping)
{
    private const string KeyHeader = "Idempotency-Key";
    private const string ReplayedHeader = "Idempotency-Replayed";
    private const int MaxKeyLength = 255;

    public HttpContext Context { get; } = context;

    public ApiServices Services { get; } = services;

    public CancellationToken Token { get; } = timeout.Token;

    /// <summary>The path of a task, such as <c>each[12].fetch</c>.</summary>
    public string PathTask => (string)Context.Request.RouteValues["task"]!;

    /// <summary>The component that the path names.</summary>
    public string PathName => (string)Context.Request.RouteValues["name"]!;

    /// <summary>The action that the path names.</summary>
    public string PathAction => (string)Context.Request.RouteValues["action"]!;

    /// <summary>The id in the path, as it was written.</summary>
    public string PathId => Given?.Id ?? (string)Context.Request.RouteValues["id"]!;

    /// <summary>
    /// What stands for the body, and for the id in the path, where a call is made by another name;
    /// <see langword="null"/> for one that is made by its own.
    /// </summary>
    public GivenCall? Given { get; private init; }

    /// <summary>The execution that the path names; whatever is no id names nothing.</summary>
    public ExecutionId ExecutionId => ExecutionId.TryParse(PathId, out var id)
        ? id
        : throw new ApiException(Problem.NoExecution(PathId));

    /// <summary>Cancelled when the server begins to stop.</summary>
    public CancellationToken Stopping { get; } = stopping;

    /// <summary>The same request, with these in the place of the id in the path and of the body.</summary>
    public ApiRequest With(string? id, JsonElement body) => new(Context, Services, timeout, Stopping)
    {
        Given = new GivenCall(id, Encoding.UTF8.GetBytes(body.GetRawText())),
    };

    /// <summary>The request is asked to wait: that comes on top of what it may take.</summary>
    public void AllowMore(TimeSpan wait) => timeout.CancelAfter(Services.Configuration.ApiRequestTimeout + wait);

    /// <summary>The caller's key in the scope of this call, or <see langword="null"/>.</summary>
    /// <param name="scope">What makes the same key another one elsewhere.</param>
    public string? IdempotencyKey(string scope)
    {
        var values = Context.Request.Headers[KeyHeader];
        if (values.Count == 0)
        {
            return null;
        }

        if (values is [{ Length: > 0 and <= MaxKeyLength } key] && key.All(letter => letter is >= ' ' and <= '~'))
        {
            return $"{scope}/{key}";
        }

        throw new ApiException(new Problem(
            StatusCodes.Status400BadRequest,
            ApiCodes.InvalidIdempotencyKey,
            $"The header {KeyHeader} must be given once, with 1 to {MaxKeyLength} printable ASCII characters.")
        {
            Details = new Client.ErrorDetails { Field = KeyHeader },
        });
    }

    /// <summary>Says that the answer is that of an earlier request.</summary>
    public void MarkReplayed() => Context.Response.Headers[ReplayedHeader] = new StringValues("true");
}

/// <summary>What a call is about, when its request says it elsewhere.</summary>
/// <param name="Id">For the id in the path.</param>
/// <param name="Body">JSON in UTF-8.</param>
internal sealed record GivenCall(string? Id, ReadOnlyMemory<byte> Body);
