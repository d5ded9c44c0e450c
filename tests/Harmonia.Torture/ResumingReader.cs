using System.Globalization;
using System.Net.ServerSentEvents;

namespace Harmonia.Torture;

/// <summary>Reads a stream of server-sent events through any number of crashes, going on after its last id.</summary>
internal sealed class ResumingReader(Api api, string path, Violations violations)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    private long _lastId;

    public int Connections { get; private set; }

    /// <param name="handle">Gets each event with its id; says whether to go on.</param>
    /// <param name="breakAfter">How many events one connection may bring before this side cuts it.</param>
    /// <param name="gate">Opens when the server is up.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadAsync(
        Func<long, SseItem<string>, bool> handle,
        Func<int> breakAfter,
        ServerGate gate,
        CancellationToken cancellationToken)
    {
        for (var goesOn = true; goesOn; await Task.Delay(goesOn ? Rest : TimeSpan.Zero, cancellationToken))
        {
            await gate.WhenUpAsync(cancellationToken);
            try
            {
                goesOn = await ReadOnceAsync(handle, breakAfter(), cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // The server was killed. It is asked again when it is up, from the last id on.
            }
        }
    }

    private async Task<bool> ReadOnceAsync(
        Func<long, SseItem<string>, bool> handle, int limit, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Last-Event-ID", _lastId.ToString(CultureInfo.InvariantCulture));
        using var response = await api.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if ((int)response.StatusCode is not (200 or 503))
        {
            violations.Add($"{path} was answered with {(int)response.StatusCode} after id {_lastId}.");
            return false;
        }

        response.EnsureSuccessStatusCode();
        Connections++;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = 0;
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (!long.TryParse(item.EventId, CultureInfo.InvariantCulture, out var id))
            {
                violations.Check(item.EventType != "reset", $"{path} was reset after id {_lastId}.");
                continue; // Heartbeats have no id.
            }

            violations.Check(id > _lastId, $"{path} sent id {id} after {_lastId}.");
            _lastId = id;
            if (!handle(id, item))
            {
                return false;
            }

            if (++read >= limit)
            {
                return true;
            }
        }

        return true;
    }
}
