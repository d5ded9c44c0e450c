namespace Harmonia.Core.Failures;

/// <summary>Finds the name that somebody probably meant.</summary>
public static class NearestName
{
    private const int MaxLength = 64;

    /// <returns>The known name within a third of the length in edits, or <see langword="null"/>.</returns>
    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return null;
        }

        string? best = null;
        var bestDistance = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in known)
        {
            if (candidate.Length <= MaxLength && Distance(name, candidate) is var distance && distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Levenshtein distance, ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        Span<int> row = stackalloc int[MaxLength + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= left.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= right.Length; column++)
            {
                var same = char.ToLowerInvariant(left[line - 1]) == char.ToLowerInvariant(right[column - 1]);
                var next = Math.Min(Math.Min(row[column] + 1, row[column - 1] + 1), diagonal + (same ? 0 : 1));
                (diagonal, row[column]) = (row[column], next);
            }
        }

        return row[right.Length];
    }
}
