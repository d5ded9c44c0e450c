using System.Text;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Cli.Documents;

/// <summary>An execution's input: JSON on the command line, <c>@file</c>, or <c>-</c> for standard input.</summary>
internal sealed class InputValue
{
    /// <summary>Where the engine's and the server's findings point at the input.</summary>
    private const string Root = "/input";

    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    private readonly Source? _source;

    private InputValue(Source? source) => _source = source;

    public JsonElement Value => _source?.Document?.Root ?? Nothing;

    /// <exception cref="CommandException">It cannot be read, or is not JSON (in a file: JSON or YAML).</exception>
    public static InputValue Read(string? text, Terminal terminal, int maxBytes) =>
        Read(text, "--input", terminal, maxBytes);

    /// <returns><see langword="null"/> when nothing is given.</returns>
    /// <exception cref="CommandException">It cannot be read, or is not JSON (in a file: JSON or YAML).</exception>
    public static JsonElement? ReadOptional(string? text, string option, Terminal terminal, int maxBytes) =>
        text is null ? null : Read(text, option, terminal, maxBytes).Value;

    /// <returns>A line for a finding about the input; <see langword="null"/> for any other finding.</returns>
    public string? Line(Finding finding)
    {
        if (finding.Pointer != Root && !finding.Pointer.StartsWith(Root + "/", StringComparison.Ordinal))
        {
            return null;
        }

        var own = finding with { Pointer = finding.Pointer[Root.Length..] };
        return _source is null ? FindingText.Of("--input", own) : _source.Line(_source.Place(own));
    }

    private static InputValue Read(string? text, string option, Terminal terminal, int maxBytes)
    {
        var limits = DocumentLimits.Default with { MaxBytes = maxBytes };
        Source? source = text switch
        {
            null => null,
            "-" => Source.Open(text, terminal, limits),
            ['@', .. var path] => Source.Open(path, terminal, limits),
            _ => Source.Parse(option, Encoding.UTF8.GetBytes(text), DocumentFormat.Json, limits),
        };
        return source is { Document: null }
            ? throw new CommandException(
                ExitCode.Usage,
                $"{option} cannot be understood:\n" + string.Join('\n', source.Lines(source.Findings)))
            : new InputValue(source);
    }
}
