using System.Text;
using System.Text.Json;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>An answer as far as it has come.</summary>
/// <param name="mask">Hides secrets that a provider repeats.</param>
/// <param name="onText">Gets each piece of the text, in order.</param>
internal sealed class AnswerDraft(SecretMask mask, Action<string>? onText)
{
    /// <summary>Characters of the text and of the arguments of all tools.</summary>
    public const int MaxCharacters = 4 * 1024 * 1024;

    /// <summary>Tools that one answer may ask for.</summary>
    public const int MaxTools = 64;

    private readonly StringBuilder _text = new();
    private readonly SortedDictionary<long, ToolDraft> _tools = [];
    private readonly SecretMask.Flow _flow = mask.Begin();
    private long? _input;
    private long? _output;
    private int _characters;

    /// <summary>Whether the answer is all there.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>What the provider says went wrong.</summary>
    public JsonElement? Error { get; private set; }

    public string? FinishReason { get; set; }

    /// <summary>Why the model does not answer, in its words.</summary>
    public string? Refusal { get; set; }

    /// <summary>For providers that do not number them.</summary>
    public long NextTool => _tools.Count;

    /// <exception cref="AnswerTooLargeException">It says too much.</exception>
    public void AddText(string? text)
    {
        if (text is { Length: > 0 })
        {
            Count(text.Length);
            Append(_flow.Push(text));
        }
    }

    /// <exception cref="AnswerTooLargeException">There are too many, or they say too much.</exception>
    public void AddTool(long index, string? id, string? name, string? arguments)
    {
        if (!_tools.TryGetValue(index, out var tool))
        {
            if (_tools.Count >= MaxTools)
            {
                throw new AnswerTooLargeException($"asks for more than {MaxTools} tools at once");
            }

            _tools[index] = tool = new ToolDraft();
        }

        tool.Id = id ?? tool.Id;
        tool.Name ??= name;
        Count(arguments?.Length ?? 0);
        tool.Arguments.Append(arguments);
    }

    public void Used(long? input, long? output) => (_input, _output) = (input ?? _input, output ?? _output);

    public void Fail(JsonElement error) => Error ??= error;

    public void Complete() => IsComplete = true;

    /// <summary>Brings what was held back.</summary>
    public void Close() => Append(_flow.End());

    public ModelAnswer ToAnswer() => new(
        _text.ToString(),
        [.. _tools.Values.Select((tool, place) => tool.ToRequest(place, mask))],
        _tools.Count > 0 ? "tool_calls" : FinishReason ?? "stop");

    /// <param name="requestCharacters">The length of what was asked, for when the provider does not count.</param>
    public ModelUsage UsageFor(int requestCharacters)
    {
        const int CharactersPerToken = 4;
        return _input is not null || _output is not null
            ? new(_input ?? 0, _output ?? 0, IsEstimated: false)
            : new(requestCharacters / CharactersPerToken, _characters / CharactersPerToken, IsEstimated: true);
    }

    private void Append(string text)
    {
        if (text.Length > 0)
        {
            _text.Append(text);
            onText?.Invoke(text);
        }
    }

    private void Count(int characters)
    {
        _characters += characters;
        if (_characters > MaxCharacters)
        {
            throw new AnswerTooLargeException($"has more than {MaxCharacters} characters");
        }
    }

    private sealed class ToolDraft
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();

        public ToolRequest ToRequest(int place, SecretMask mask)
        {
            var text = mask.Hide(Arguments.ToString());
            var json = text.Trim() is "" ? JsonValue.EmptyObject : ForeignJson.Parse(Encoding.UTF8.GetBytes(text));
            var arguments = json is { ValueKind: JsonValueKind.Object } ? json : null;
            return new(Id ?? $"call_{place + 1}", Name ?? "", arguments);
        }
    }
}

/// <summary>An answer exceeds a bound. Thrown inside a reader, where only an exception can answer.</summary>
internal sealed class AnswerTooLargeException(string what) : Exception(what);
