namespace Harmonia.Components.Commands;

/// <summary>How a process ended.</summary>
internal abstract record CommandEnd(byte[] Stdout, byte[] Stderr)
{
    /// <summary>By itself, or by a signal that was not ours: 128 and the signal's number.</summary>
    /// <param name="ExitCode">What it says of its success.</param>
    /// <param name="Stdout">What it wrote.</param>
    /// <param name="Stderr">What it complained of.</param>
    /// <param name="Truncated">A process that escaped held the output open, so its end was not waited for.</param>
    public sealed record Exited(int ExitCode, byte[] Stdout, byte[] Stderr, bool Truncated)
        : CommandEnd(Stdout, Stderr);

    /// <summary>Its time was over, or nobody wanted its result any more.</summary>
    public sealed record TimedOut(byte[] Stdout, byte[] Stderr) : CommandEnd(Stdout, Stderr);

    /// <summary>It said more than is kept.</summary>
    public sealed record SaidTooMuch(byte[] Stdout, byte[] Stderr) : CommandEnd(Stdout, Stderr);
}
