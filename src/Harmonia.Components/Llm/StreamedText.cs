using System.Text;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Llm;

/// <summary>The text of one attempt, told while it comes: what was told is what it is in the end.</summary>
internal sealed class StreamedText(ITaskProgress progress, TimeProvider time, TimeSpan signsOfLife)
{
    /// <summary>Between what a model said before it called tools and what it says after.</summary>
    private const string Gap = "\n\n";

    private readonly StringBuilder _whole = new();
    private long _lastSign = time.GetTimestamp();
    private bool _isGapOwed;
    private bool _wasStreamed;

    /// <summary>Whether something of it was told.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Of all answers that count.</summary>
    public string Whole => _whole.ToString();

    public void BeginAnswer()
    {
        _wasStreamed = false;
        _isGapOwed = HasBegun;
    }

    public void Add(string text)
    {
        _wasStreamed = true;
        Tell(text);
        if (time.GetElapsedTime(_lastSign) >= signsOfLife)
        {
            _lastSign = time.GetTimestamp();
            progress.Report(null, $"{_whole.Length} characters so far.", null);
        }
    }

    /// <summary>Takes the text of an answer that was not streamed; only the last such counts.</summary>
    public void EndAnswer(string text)
    {
        if (!_wasStreamed && !HasBegun)
        {
            _whole.Clear().Append(text);
        }
    }

    private void Tell(string text)
    {
        if (_isGapOwed)
        {
            _isGapOwed = false;
            _whole.Append(Gap);
            progress.Stream(Gap);
        }

        HasBegun = true;
        _whole.Append(text);
        progress.Stream(text);
    }
}
