namespace Harmonia.Tidy.Tests.Reading;

/// <summary>Fails with all findings at once and what to do about them.</summary>
internal static class Report
{
    private const int MaxShown = 50;

    public static void None(IEnumerable<string> findings, string remedy)
    {
        var all = findings.ToList();
        if (all.Count == 0)
        {
            return;
        }

        var more = all.Count > MaxShown ? $"\n  … and {all.Count - MaxShown} more" : "";
        Assert.Fail($"{remedy}\n  {string.Join("\n  ", all.Take(MaxShown))}{more}");
    }
}
