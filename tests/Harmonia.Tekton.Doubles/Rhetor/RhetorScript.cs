namespace Harmonia.Tekton.Doubles.Rhetor;

/// <summary>What the played model says: lines that a test has put in, then rules, then an echo.</summary>
public sealed class RhetorScript
{
    private const int MaxEcho = 200;
    private const int MaxLines = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();
    private readonly List<(string Word, string Answer)> _rules =
    [
        ("sentiment", """{"sentiment": "positive", "score": 0.9, "entities": []}"""),
        ("entities", """{"entities": [{"text": "Tekton", "type": "organization"}]}"""),
        ("summar", "In short: it works."),
    ];

    /// <summary>The next answer that no earlier line has been kept for.</summary>
    public RhetorScript Say(string answer)
    {
        lock (_lock)
        {
            if (_lines.Count == MaxLines)
            {
                throw new InvalidOperationException($"The script has {MaxLines} lines already.");
            }

            _lines.Enqueue(answer);
        }

        return this;
    }

    /// <summary>Answers prompts with this word in them or in their system prompt. Later rules come first.</summary>
    public RhetorScript When(string word, string answer)
    {
        lock (_lock)
        {
            _rules.Insert(0, (word, answer));
        }

        return this;
    }

    internal string Answer(string prompt, string? systemPrompt)
    {
        lock (_lock)
        {
            if (_lines.TryDequeue(out var line))
            {
                return line;
            }

            var text = $"{systemPrompt}\n{prompt}";
            var rule = _rules.Find(one => text.Contains(one.Word, StringComparison.OrdinalIgnoreCase));
            return rule.Answer
                ?? $"Answer to: {(prompt.Length > MaxEcho ? prompt[..MaxEcho] : prompt)}";
        }
    }
}
