using System.Net;
using System.Text.Json;
using Harmonia.Components.Tekton;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tests.Tekton;

/// <summary>Plays components of the family by a script: each request takes the next answer.</summary>
internal sealed class ScriptedFamily : IFamily, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<(int Status, string Body)> _answers = new();
    private readonly List<SentRequest> _requests = [];
    private readonly HashSet<string> _known;
    private readonly Dictionary<string, string> _down = new(StringComparer.Ordinal);
    private readonly WebApplication _host;

    private ScriptedFamily(WebApplication host, IEnumerable<string> known) =>
        (_host, _known) = (host, known.ToHashSet(StringComparer.Ordinal));

    public event Action<string>? Changed;

    public bool IsOn => _known.Count > 0;

    public IReadOnlyList<FamilyMember> Members
    {
        get
        {
            lock (_lock)
            {
                return
                [
                    .. _known.Select(name => new FamilyMember(name, EndpointOf(name)!)
                    {
                        IsUp = !_down.ContainsKey(name),
                        Trouble = _down.GetValueOrDefault(name),
                        Metadata = Metadata,
                    }),
                ];
            }
        }
    }

    public JsonElement? Metadata { get; init; }

    public IReadOnlyList<SentRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Where somebody is who does not listen.</summary>
    public string? Deaf { get; set; }

    public string Url => _host.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>How many requests are answered before nobody listens any more.</summary>
    public int DeafAfter { get; set; } = int.MaxValue;

    /// <summary>Where everybody is instead of here.</summary>
    public Uri? Elsewhere { get; set; }

    public static Task<ScriptedFamily> StartAsync(params IEnumerable<string> known) => StartAsync(null, known);

    public static async Task<ScriptedFamily> StartAsync(JsonElement? metadata, params IEnumerable<string> known)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var family = new ScriptedFamily(builder.Build(), known) { Metadata = metadata };
        family._host.Run(family.AnswerAsync);
        await family._host.StartAsync(Calls.Token);
        return family;
    }

    public void Answer(int status, string body)
    {
        lock (_lock)
        {
            _answers.Enqueue((status, body));
        }
    }

    public Uri? EndpointOf(string component) => !_known.Contains(component) ? null
        : Elsewhere is { } elsewhere ? elsewhere
        : component == Deaf || Requests.Count >= DeafAfter ? new Uri("http://127.0.0.1:1")
        : new Uri($"{Url}/{component}");

    public void LookAgain(string component, string trouble)
    {
        lock (_lock)
        {
            _down[component] = trouble;
        }

        Changed?.Invoke(component);
    }

    /// <summary>Whoever was down is back.</summary>
    public void ComeBack(string component)
    {
        lock (_lock)
        {
            Deaf = null;
            _down.Remove(component);
        }

        Changed?.Invoke(component);
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var path = context.Request.Path.Value!;
        var end = path.IndexOf('/', 1);
        var (status, answer) = (StatusCodes.Status418ImATeapot, "{\"detail\": \"The script has ended.\"}");
        lock (_lock)
        {
            _requests.Add(new SentRequest(
                path[1..end],
                $"{context.Request.Method} {path[end..]}{context.Request.QueryString}",
                body.Length > 0 ? JsonElement.Parse(body) : null,
                context.Request.Headers.ToDictionary(
                    header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            if (_answers.TryDequeue(out var next))
            {
                (status, answer) = next;
            }
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = answer.StartsWith("data:", StringComparison.Ordinal)
            ? "text/event-stream"
            : "application/json";
        await context.Response.WriteAsync(answer, context.RequestAborted);
    }
}

/// <summary>What a component was asked.</summary>
internal sealed record SentRequest(
    string Component, string Line, JsonElement? Body, IReadOnlyDictionary<string, string> Headers);
