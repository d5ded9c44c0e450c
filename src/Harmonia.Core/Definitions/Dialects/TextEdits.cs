using System.Text.Json;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>Rewrites the texts inside of a value.</summary>
/// <param name="edit">Gets a text and where it was written; gives what it becomes, or <see langword="null"/> to
/// leave it.</param>
internal sealed class TextEdits(Func<string, string, string?> edit)
{
    public void Apply(DialectObject owner, string member)
    {
        if (owner.Find(member) is { } value)
        {
            owner.Set(member, Apply(value));
        }
    }

    private DialectValue Apply(DialectValue value)
    {
        switch (value)
        {
            case KeptValue { Json: { ValueKind: JsonValueKind.String } text }:
                return edit(text.GetString()!, value.Origin) is { } edited
                    ? MadeValue.Text(edited, value.Origin)
                    : value;
            case KeptValue { Json: { ValueKind: JsonValueKind.Object or JsonValueKind.Array } container }:
                var opened = Apply(DialectValue.Open(container, value.Origin));
                return opened.IsChanged ? opened : value;
            case DialectObject members:
                members.Edit(Apply);
                return members;
            case DialectList list:
                for (var index = 0; index < list.Items.Count; index++)
                {
                    list.Items[index] = Apply(list.Items[index]);
                }

                return list;
            default:
                return value;
        }
    }
}
