using System.Collections.ObjectModel;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Findings, at most so many errors and as many warnings; the rest is dropped.</summary>
internal sealed class FindingList(int capacity) : Collection<Finding>
{
    private int _warnings;

    public bool HasErrors { get; private set; }

    private bool HasRoomForErrors => Count - _warnings < capacity;

    private bool HasRoomForWarnings => _warnings < capacity;

    /// <param name="code">One of <see cref="FindingCodes"/>.</param>
    /// <param name="pointer">Where.</param>
    /// <param name="message">What, and what to do.</param>
    /// <param name="suggest">Asked only when the finding is kept, as looking for near names takes time.</param>
    public void Error(string code, string pointer, string message, Func<string?>? suggest = null)
    {
        HasErrors = true;
        if (HasRoomForErrors)
        {
            Add(new Finding(code, pointer, message) { Suggestion = suggest?.Invoke() });
        }
    }

    /// <inheritdoc cref="Error"/>
    public void Warn(string code, string pointer, string message, Func<string?>? suggest = null)
    {
        if (HasRoomForWarnings)
        {
            Add(new Finding(code, pointer, message)
            {
                Severity = FindingSeverity.Warning,
                Suggestion = suggest?.Invoke(),
            });
        }
    }

    protected override void InsertItem(int index, Finding item)
    {
        HasErrors |= item.IsError;
        if (item.IsError ? !HasRoomForErrors : !HasRoomForWarnings)
        {
            return;
        }

        _warnings += item.IsError ? 0 : 1;
        base.InsertItem(index, item);
    }
}
