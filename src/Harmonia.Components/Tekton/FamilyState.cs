namespace Harmonia.Components.Tekton;

/// <summary>How things stand with Hermes.</summary>
/// <param name="Hermes">Its address, without path; <see langword="null"/> when there is none.</param>
/// <param name="IsReached">Whether it answered the last time.</param>
/// <param name="IsRegistered">Whether it knows us under every name.</param>
/// <param name="ComponentIds">The ids by which it knows us.</param>
/// <param name="Trouble">What was wrong the last time, for people.</param>
/// <param name="CheckedAt">When that was; <see langword="null"/> before the first time.</param>
public sealed record FamilyState(
    Uri? Hermes,
    bool IsReached,
    bool IsRegistered,
    IReadOnlyList<string> ComponentIds,
    string? Trouble,
    DateTimeOffset? CheckedAt);
