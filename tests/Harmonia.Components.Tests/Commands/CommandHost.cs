using System.Text.Json;
using Harmonia.Components.Commands;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Components.Tests.Commands;

/// <summary>A directory with scripts, and an executor with commands that call them.</summary>
internal sealed class CommandHost : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("harmonia-test-").FullName;

    public string Marker { get; } = $"{Guid.NewGuid()}";

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    public string FileOf(string name) => Path.Combine(Directory, name);

    /// <summary>
    /// A script of the shell. The shell is the declared program here, so nothing of a value reaches its parser.
    /// </summary>
    public string Script(string name, string body)
    {
        var path = FileOf(name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    public static IReadOnlyList<CommandDeclaration> Declare(string commands)
    {
        List<Finding> findings = [];
        var declarations = CommandDeclarationReader.Read(JsonElement.Parse(commands), "/commands", findings);
        Assert.Empty(findings);
        return declarations;
    }

    public CommandExecutor Executor(string commands, CommandOptions? options = null) => new(
        Declare(commands),
        options ?? new CommandOptions { Marker = Marker },
        TimeProvider.System,
        NullLogger<CommandExecutor>.Instance);

    /// <summary>Declares one command called <c>it</c> for a script, and calls it.</summary>
    public async Task<TaskOutcome> RunAsync(
        string script, string fields = "", string args = "{}", TimeSpan? within = null)
    {
        var path = Script($"script-{Guid.NewGuid():N}", script);
        var more = fields is "" ? "" : $", {fields}";
        var executor = Executor($$"""{"it": {"path": "{{path}}"{{more}}} }""");
        var call = Calls.Call("run", $$"""{"command": "it", "args": {{args}} }""", within);
        return await executor.ExecuteAsync(call, Calls.Token).AsTask().WaitAsync(Patience, Calls.Token);
    }

    public async Task<JsonElement> OutputAsync(string script, string fields = "", string args = "{}")
    {
        var outcome = await RunAsync(script, fields, args);
        return outcome is TaskOutcome.Completed completed
            ? completed.Output
            : throw new InvalidOperationException($"{outcome}");
    }

    public async Task<TaskFailure> FailureAsync(
        string script, string fields = "", string args = "{}", TimeSpan? within = null) =>
        Assert.IsType<TaskOutcome.Failed>(await RunAsync(script, fields, args, within)).Failure;
}
