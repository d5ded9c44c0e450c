using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Harmonia.Components.Commands;
using Harmonia.Components.Registered;
using Harmonia.Components.Secrets;
using ModelContextProtocol.Protocol;

namespace Harmonia.Components.Mcp;

/// <summary>A server that is a program of this machine, over its standard input and output.</summary>
/// <remarks>
/// It runs in a session of its own, from the first call on. When it ends it is started again at the next call or probe,
/// but not before a pause that grows with each time that it ends soon.
/// </remarks>
internal sealed class McpProgramLink(
    McpProgram program, SecretStore secrets, CommandOptions options, TimeProvider time) : IMcpLink
{
    /// <summary>Of one message.</summary>
    private const int MaxLineBytes = 16 * 1024 * 1024;

    /// <summary>Of what it complains of, this much is read and the end of it shown.</summary>
    private const int MaxErrorBytes = 64 * 1024;
    private const int MaxErrorLength = 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>Who has run for this long is thought to be well.</summary>
    private static readonly TimeSpan SoundTime = TimeSpan.FromSeconds(60);

    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private TimeSpan _pause = FirstPause;
    private string _lastReason = "";

    /// <summary>Of the last life; the values may be others in the next one.</summary>
    public SecretRedactor Redactor { get; private set; } = SecretRedactor.None;

    public Task<McpLine> OpenAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _notBefore)
        {
            throw new McpUnreachableException(
                $"The program of {program.Name} has ended, and is started again in "
                + $"{Math.Ceiling((_notBefore - now).TotalSeconds)} s. {_lastReason}");
        }

        var (process, redactor) = Start();
        Redactor = redactor;
        var run = new Run(process, redactor, now);
        var transport = new StreamClientTransport(
            process.Input, new FrameLimitedStream(process.Output, MaxLineBytes, FrameEnd.Line), loggerFactory: null);
        return Task.FromResult(new McpLine(transport, () => CloseAsync(run), run.Reason));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private (CommandProcess Process, SecretRedactor Redactor) Start()
    {
        var mark = $"{Guid.CreateVersion7()}";
        try
        {
            var start = Compose(mark, out var redactor);
            return (CommandProcess.Start(start, mark, time), redactor);
        }
        catch (Exception exception) when (exception is Win32Exception or SecretNotFoundException)
        {
            throw new McpUnreachableException(
                $"The program of {program.Name} could not be started: {exception.Message}");
        }
    }

    private ProcessStartInfo Compose(string mark, out SecretRedactor redactor)
    {
        if (!File.Exists(program.Command[0]))
        {
            throw new McpUnreachableException($"The program {program.Command[0]} of {program.Name} is not there.");
        }

        var start = new ProcessStartInfo(options.SetsidPath)
        {
            UseShellExecute = false,
            WorkingDirectory = program.Directory ?? "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in program.Command)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (program.PassedEnvironment.Contains((string)variable.Key))
            {
                start.Environment[(string)variable.Key] = (string?)variable.Value;
            }
        }

        List<string> values = [];
        foreach (var (name, value) in program.Environment)
        {
            if (value is DeclaredValue.Secret secret)
            {
                values.Add(secrets.Resolve(secret.Reference));
                start.Environment[name] = values[^1];
            }
            else
            {
                start.Environment[name] = ((DeclaredValue.Literal)value).Text;
            }
        }

        start.Environment[CommandMarks.Engine] = options.Marker;
        start.Environment[CommandMarks.Call] = mark;
        redactor = new SecretRedactor(values);
        return start;
    }

    private async ValueTask CloseAsync(Run run)
    {
        var now = time.GetUtcNow();
        _pause = now - run.Begun >= SoundTime ? FirstPause
            : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        _notBefore = now + (_pause / 2);
        await run.EndAsync();
        _lastReason = run.Reason();
    }

    /// <summary>One life of the program.</summary>
    private sealed class Run
    {
        private readonly BoundedCapture _errors = new(MaxErrorBytes);
        private readonly CancellationTokenSource _stop = new();
        private readonly CommandProcess _process;
        private readonly SecretRedactor _redactor;
        private readonly Task _reading;

        public Run(CommandProcess process, SecretRedactor redactor, DateTimeOffset begun)
        {
            (_process, _redactor, Begun) = (process, redactor, begun);
            _reading = ReadErrorsAsync();
        }

        public DateTimeOffset Begun { get; }

        public string Reason()
        {
            var said = PlainText.EscapeControls(
                PlainText.Tail(_redactor.Redact(Encoding.UTF8.GetString(_errors.ToArray())), MaxErrorLength).Trim());
            return said.Length is 0 ? "It complained of nothing." : $"It complained: {said}";
        }

        public async Task EndAsync()
        {
            await _process.EndAsync();
            await _stop.CancelAsync();
            await _reading;
            _process.Dispose();
            _stop.Dispose();
        }

        /// <summary>What is beyond the bound is read, so that the program goes on, and dropped.</summary>
        private async Task ReadErrorsAsync()
        {
            await _errors.ReadAsync(_process.Errors, () => Task.CompletedTask, _stop.Token);
            if (!_errors.Overflowed)
            {
                return;
            }

            try
            {
                await _process.Errors.CopyToAsync(Stream.Null, _stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // It has ended.
            }
        }
    }
}
