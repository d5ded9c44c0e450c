namespace Harmonia.Core.Templates;

/// <summary>A template, over all its versions.</summary>
public readonly record struct TemplateId(Guid Value) : IComparable<TemplateId>
{
    public static bool TryParse(string? text, out TemplateId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new(value);
        return parsed;
    }

    public int CompareTo(TemplateId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
