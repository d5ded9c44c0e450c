using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Harmonia.Components.Tests.Http;

namespace Harmonia.Components.Tests.Evil;

internal static partial class EvilCases
{
    private const string Ok = "HTTP/1.1 200 OK\n";
    private const string Json = Ok + "Content-Type: application/json\n";

    private static readonly IPAddress SomewherePublic = IPAddress.Parse("93.184.216.34");

    private static IEnumerable<EvilCase> Connecting() =>
    [
        new("nobody_listens", "connection_error+", "unavailable", null),
        Unresolved("name_does_not_exist", SocketError.HostNotFound),
        Unresolved("name_server_fails", SocketError.TryAgain),
        Unresolved("name_without_addresses", SocketError.NoData),
        new("name_server_is_silent", "timeout+", "unavailable", null)
        {
            Resolve = static async (_, stop) =>
            {
                await RawPeer.ForeverAsync(stop);
                return [];
            },
        },
        Unconnected("no_route_to_host", SocketError.HostUnreachable),
        Unconnected("network_is_down", SocketError.NetworkUnreachable),
        Unconnected("reset_while_connecting", SocketError.ConnectionReset),
        new("black_hole", "timeout+", "unavailable", null)
        {
            Resolve = static (_, _) => Task.FromResult<IPAddress[]>([SomewherePublic]),
            Connect = ConnectNeverAsync,
        },
        new("black_hole_until_the_deadline", "timeout+", "timeout+", null)
        {
            Resolve = static (_, _) => Task.FromResult<IPAddress[]>([SomewherePublic]),
            Connect = ConnectNeverAsync,
            Within = Short,
        },
        new("address_is_private", "address_not_allowed-", "address_not_allowed-", null)
        {
            Resolve = static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.7")]),
        },
        Same("tls_is_not_spoken", "connection_error+", AnsweringAnything("HTTP/1.1 400 No\n\n", resets: false)) with
        {
            Scheme = "https",
        },
        Same("tls_certificate_of_nobody", "connection_error+", EvilTls.Serving(isExpired: false)) with
        {
            Scheme = "https",
        },
        Same("tls_certificate_expired", "connection_error+", EvilTls.Serving(isExpired: true)) with
        {
            Scheme = "https",
        },
        Same("tls_handshake_reset", "connection_error+", AnsweringAnything("", resets: true)) with
        {
            Scheme = "https",
        },
        new("tls_handshake_is_given_up", "timeout+", "unavailable", static (_, stop) => RawPeer.ForeverAsync(stop))
        {
            Scheme = "https",
        },
        Same("tls_handshake_stalls", "timeout+", static (_, stop) => RawPeer.ForeverAsync(stop)) with
        {
            Scheme = "https",
            Within = Short,
        },
    ];

    private static IEnumerable<EvilCase> Breaking() =>
    [
        Same("closes_without_reading", "connection_error+", static (_, _) => Task.CompletedTask),
        Answers("closes_without_an_answer", "connection_error+", ""),
        Same("resets_without_an_answer", "connection_error+", ResettingAfter("")),
        Answers("cut_in_the_status_line", "connection_error+", "HTTP/1.1 200"),
        Answers("cut_in_the_headers", "connection_error+", Ok + "Content-Type: text/pl"),
        Answers("cut_in_the_body", "connection_error+", Ok + "Content-Length: 10\n\nhalf"),
        Answers("cut_in_a_chunk", "connection_error+", Ok + "Transfer-Encoding: chunked\n\n5\nhel"),
        Answers("cut_between_chunks", "connection_error+", Ok + "Transfer-Encoding: chunked\n\n5\nhello\n"),
        Same("resets_in_the_headers", "connection_error+", ResettingAfter(Ok + "Content-Le")),
        Same("resets_in_the_body", "connection_error+", ResettingAfter(Ok + "Content-Length: 10\n\nhalf")),
        Answers("cut_in_a_stream_of_items", "connection_error+",
            Ok + "Content-Type: application/x-ndjson\nTransfer-Encoding: chunked\n\n1a\n"
                + "{\"type\":\"progress\",\"prog\n"),
        new("stream_without_a_result", "completed", "connection_error+",
            Answering(Ok + "Content-Type: application/x-ndjson\n\n{\"type\": \"progress\", \"progress\": 0.4}\n")),
        Answers("cut_in_compressed_data", "connection_error+",
            Ok + "Content-Encoding: gzip\nContent-Length: 20\n\n\u001f\u008b\u0008\0\0\0\0\0\0\u0003half-and-no"),
        Answers("compressed_data_is_garbage", "connection_error+",
            Ok + "Content-Encoding: gzip\nContent-Length: 8\n\nnot-gzip"),
    ];

    private static IEnumerable<EvilCase> Stalling() =>
    [
        Same("silent_from_the_start", "timeout+", static (_, stop) => RawPeer.ForeverAsync(stop)) with
        {
            Within = Short,
        },
        AnswersTimeout("silent_in_the_status_line", "HTTP/1.1 20"),
        AnswersTimeout("silent_in_the_headers", Ok + "Conte"),
        AnswersTimeout("silent_in_the_body", Ok + "Content-Length: 10\n\nhalf"),
        AnswersTimeout("silent_in_a_chunk", Ok + "Transfer-Encoding: chunked\n\n5\nhello\n"),
        AnswersTimeout("silent_instead_of_the_end", Ok + "\nno end"),
        AnswersTimeout("silent_after_continue", "HTTP/1.1 100 Continue\n\n"),
        AnswersTimeout(
            "silent_in_a_stream", Ok + "Content-Type: text/event-stream\n\ndata: {\"type\": \"progress\"}\n\n"),
        Same("drips_headers", "timeout+", Dripping(Ok + "X-Slow: ", "x")) with { Within = Short },
        Same("drips_the_body", "timeout+", Dripping(Ok + "Content-Length: 100000\n\n", "x")) with { Within = Short },
        Same("drips_chunks", "timeout+", Dripping(Ok + "Transfer-Encoding: chunked\n\n", "1\nx\n")) with
        {
            Within = Short,
        },
        Same("never_ends_its_stream", "timeout+", Dripping(
            Ok + "Content-Type: application/x-ndjson\n\n", "{\"type\": \"progress\", \"progress\": 0.1}\n")) with
        {
            Within = Short,
        },
        Same("answers_after_the_deadline", "timeout+", static async (socket, stop) =>
        {
            await RawPeer.ReadRequestAsync(socket, stop);
            using var late = new PeriodicTimer(Short + Short);
            await late.WaitForNextTickAsync(stop);
            await RawPeer.SendAsync(socket, Ok + "Content-Length: 2\n\n{}", stop);
        }) with
        {
            Within = Short,
        },
    ];

    private static IEnumerable<EvilCase> Statuses()
    {
        int[] final = [300, 304, 400, 401, 403, 405, 406, 409, 410, 413, 415, 418, 422, 451];
        int[] retryable = [408, 425, 429, 500, 501, 502, 503, 504, 599];
        foreach (var status in final)
        {
            yield return Answers($"status_{status}", $"http_{status}-", StatusOf(status));
        }

        foreach (var status in retryable)
        {
            yield return Answers($"status_{status}", $"http_{status}+", StatusOf(status));
        }

        yield return new EvilCase("status_404", "http_404-", "action_not_found-", Answering(StatusOf(404)));
        yield return Answers("status_999", "http_999+", StatusOf(999));
        foreach (var (name, value) in ((string, string)[])
        [
            ("seconds", "7"), ("date", "Wed, 21 Oct 2015 07:28:00 GMT"), ("huge", "99999999999999999999"),
            ("negative", "-5"),
        ])
        {
            yield return Answers(
                $"status_429_retry_after_{name}", "http_429+", StatusOf(429, $"Retry-After: {value}\n"));
        }

        yield return Answers("redirects_to_metadata", "http_302-",
            StatusOf(302, "Location: http://169.254.169.254/latest/meta-data/\n"));
        yield return Answers("redirects_to_itself", "http_301-", StatusOf(301, "Location: /\n"));
        yield return Answers("redirects_with_the_body", "http_307-", StatusOf(307, "Location: http://127.0.0.1:1/\n"));
        yield return Answers("redirects_to_a_file", "http_308-", StatusOf(308, "Location: file:///etc/passwd\n"));
        yield return Answers("error_with_half_a_body", "http_503+", "HTTP/1.1 503 No\nContent-Length: 100\n\nhalf");
    }

    private static IEnumerable<EvilCase> Framing() =>
    [
        Answers("continue_and_nothing_more", "connection_error+", "HTTP/1.1 100 Continue\n\n"),
        Answers("switches_protocols_unasked", "http_101-", "HTTP/1.1 101 Switching Protocols\nUpgrade: x\n\n"),
        Answers("chunk_size_is_no_number", "connection_error+", Ok + "Transfer-Encoding: chunked\n\nZZ\nhello\n0\n\n"),
        Answers("chunk_size_overflows", "connection_error+",
            Ok + "Transfer-Encoding: chunked\n\nFFFFFFFFFFFFFFFFF\nhello\n0\n\n"),
        Answers("length_is_too_long", "connection_error+", Json + "Content-Length: 50\n\n{}"),
        Answers("length_is_too_short", "completed", Json + "Content-Length: 2\n\n{}poison"),
        Answers("answers_twice", "completed", Json + "Content-Length: 2\n\n{}" + Json + "Content-Length: 2\n\n[]"),
        Answers("not_http_at_all", "connection_error+", "SSH-2.0-OpenSSH_9.6\n"),
        Answers("not_even_text", "connection_error+", "\0\0\0\0\n\n"),
        Answers("status_of_two_digits", "connection_error+", "HTTP/1.1 20 OK\nContent-Length: 0\n\n"),
        Answers("header_without_a_name", "connection_error+", Ok + ": value\nContent-Length: 2\n\n{}"),
        Answers("other_version_of_http", "connection_error+", "HTTP/7.3 200 OK\nContent-Length: 2\n\n{}"),
    ];

    private static IEnumerable<EvilCase> Lying() =>
    [
        Lies("html_instead_of_json", "text/html", "<html>It works!</html>"),
        Lies("html_called_json", "application/json", "<html>It works!</html>"),
        Lies("json_cut_off", "application/json", "{\"result\": {\"a\":"),
        Lies("json_with_nan", "application/json", "{\"result\": NaN}"),
        Lies("json_with_a_key_twice", "application/json", "{\"result\": 1, \"result\": 2}"),
        Lies("json_of_depth_10000", "application/json", new string('[', 10_000) + new string(']', 10_000)),
        Lies("json_with_half_a_surrogate", "application/json", "{\"result\": \"\\ud800\"}"),
        Lies("json_with_a_comment", "application/json", "{\"result\": 1 /* one */}"),
        Lies("json_that_is_not_utf8", "application/json", "{\"result\": \"\u00ff\u00fe\"}"),
        Lies("two_jsons", "application/json", "{\"result\": 1}{\"result\": 2}"),
        Lies("nothing", "application/json", ""),
        new("no_content", "completed", "invalid_output-", Answering("HTTP/1.1 204 No Content\n\n")),
        new("says_that_it_failed", "completed", "component_error+",
            Answering(Json + "\n{\"status\": \"error\", \"error\": \"no\"}")),
        new("says_that_it_failed_for_good", "completed", "odd-",
            Answering(Json + "\n{\"status\": \"error\", \"error_type\": \"odd\", \"is_retriable\": false}")),
    ];

    private static IEnumerable<EvilCase> Flooding()
    {
        var chunk = new byte[64 * 1024];
        const int Times = 1600; // 100 MB
        var chunked = Encoding.Latin1.GetBytes($"{chunk.Length:x}\r\n{new string(' ', chunk.Length)}\r\n");
        var cookies = Encoding.Latin1.GetBytes(
            string.Concat(Enumerable.Repeat("Set-Cookie: a=bbbbbbbbbbbbbbbb\r\n", 10_000)));
        EvilCase Big(string name, Func<Socket, CancellationToken, Task> behave) =>
            Same(name, "response_too_large-", behave) with { IsBig = true };
        return
        [
            Big("body_of_100_mb", Flooding(Ok + $"Content-Length: {64 * 1024 * Times}\n\n", chunk, Times)),
            Big("body_of_100_mb_without_a_length", Flooding(Ok + "\n", chunk, Times)),
            Big("body_of_100_mb_in_chunks", Flooding(Ok + "Transfer-Encoding: chunked\n\n", chunked, Times)),
            Big("one_item_of_100_mb", Flooding(Ok + "Content-Type: application/x-ndjson\n\n", chunk, Times)),
            Big("one_event_of_100_mb", Flooding(Ok + "Content-Type: text/event-stream\n\ndata: ", chunk, Times)),
            Big("gzip_bomb", Answering(Compressed("gzip"))),
            Big("brotli_bomb", Answering(Compressed("br"))),
            Big("header_of_1_mb", Answering($"{Ok}X-Big: {new string('x', 1024 * 1024)}\nContent-Length: 0\n\n")),
            Big("cookies_without_end", Flooding(Ok, cookies, 100)),
            Same("interim_answers_without_end", "timeout+|response_too_large-", Flooding(
                "", "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"u8.ToArray(), long.MaxValue)) with
            {
                Within = TimeSpan.FromSeconds(2),
                IsBig = true,
            },
        ];
    }

    private static string StatusOf(int status, string headers = "") =>
        $"HTTP/1.1 {status} X\n{headers}Content-Length: {(status is 304 ? 0 : 3)}\n\n{(status is 304 ? "" : "why")}";

    /// <summary>To <c>http</c> any body is an answer; a task handler answers in JSON.</summary>
    private static EvilCase Lies(string name, string type, string body) => new(
        name,
        "completed",
        "invalid_output-",
        Answering($"{Ok}Content-Type: {type}\nContent-Length: {body.Length}\n\n{body}"));

    private static EvilCase Unresolved(string name, SocketError error) =>
        new(name, "connection_error+", "unavailable", null)
        {
            Resolve = (_, _) => throw new SocketException((int)error),
        };

    private static EvilCase Unconnected(string name, SocketError error) =>
        new(name, "connection_error+", "unavailable", null)
        {
            Resolve = static (_, _) => Task.FromResult<IPAddress[]>([SomewherePublic]),
            Connect = (_, _) => throw new SocketException((int)error),
        };

    private static async ValueTask<Stream> ConnectNeverAsync(IPEndPoint endPoint, CancellationToken stop)
    {
        await RawPeer.ForeverAsync(stop);
        return Stream.Null;
    }

    /// <summary>A gigabyte of zeros, which is a megabyte or much less.</summary>
    private static byte[] Compressed(string encoding)
    {
        using var packed = new MemoryStream();
        packed.Write(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n\r\n"));
        using (Stream stream = encoding is "br"
            ? new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var megabyte = 0; megabyte < 1024; megabyte++)
            {
                stream.Write(zeros);
            }
        }

        return packed.ToArray();
    }
}
