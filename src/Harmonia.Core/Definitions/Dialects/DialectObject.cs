using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>An object whose members may be renamed, replaced and added, in the order of the author.</summary>
internal sealed class DialectObject(string origin) : DialectValue(origin)
{
    private readonly List<(string Name, DialectValue Value)> _members = [];
    private bool _isChanged;

    public IReadOnlyList<(string Name, DialectValue Value)> Members => _members;

    public override bool IsChanged => _isChanged || _members.Exists(member => member.Value.IsChanged);

    public static DialectObject Of(JsonElement json, string origin)
    {
        var opened = new DialectObject(origin);
        foreach (var member in json.EnumerateObject())
        {
            var at = JsonPointer.Append(origin, member.Name);
            opened._members.Add((member.Name, new KeptValue(member.Value, at)));
        }

        return opened;
    }

    /// <returns><see langword="null"/> also for a member that is <c>null</c>, as that counts as absent.</returns>
    public DialectValue? Find(string name)
    {
        var index = IndexOf(name);
        return index < 0 || _members[index].Value is KeptValue { Json.ValueKind: JsonValueKind.Null }
            ? null
            : _members[index].Value;
    }

    /// <returns>What stands there as it was written, or was put there; otherwise <see langword="null"/>.</returns>
    public JsonElement? Json(string name) => Find(name) switch
    {
        KeptValue kept => kept.Json,
        MadeValue made => made.Json,
        _ => null,
    };

    public string? Text(string name) =>
        Json(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public bool Has(string name) => Find(name) is not null;

    /// <returns>Where the member was written, or where it would have been.</returns>
    public string PlaceOf(string name) => Find(name)?.Origin ?? JsonPointer.Append(Origin, name);

    /// <summary>Replaces the member, or adds it at the end.</summary>
    public void Set(string name, DialectValue value)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            _members.Add((name, value));
            _isChanged = true;
            return;
        }

        _isChanged |= value.Origin != _members[index].Value.Origin;
        _members[index] = (name, value);
    }

    /// <summary>Replaces every member by what is made of it.</summary>
    public void Edit(Func<DialectValue, DialectValue> edit)
    {
        for (var index = 0; index < _members.Count; index++)
        {
            _members[index] = (_members[index].Name, edit(_members[index].Value));
        }
    }

    /// <summary>Takes the member's place under another name; a <c>null</c> of that name gives way.</summary>
    public void Rename(string name, string to)
    {
        _members.RemoveAll(member => member.Name == to);
        var index = IndexOf(name);
        _members[index] = (to, _members[index].Value);
        _isChanged = true;
    }

    public void Remove(string name) => _isChanged |= _members.RemoveAll(member => member.Name == name) > 0;

    /// <returns>The member as an object that can be changed, or <see langword="null"/> if it is none.</returns>
    public DialectObject? OpenObject(string name) => Open(name) as DialectObject;

    /// <returns>The member as a list that can be changed, or <see langword="null"/> if it is none.</returns>
    public DialectList? OpenList(string name) => Open(name) as DialectList;

    /// <summary>Opens every member that is an object.</summary>
    public IEnumerable<(string Name, DialectObject Value)> OpenObjects()
    {
        for (var index = 0; index < _members.Count; index++)
        {
            if (_members[index].Value is KeptValue { Json.ValueKind: JsonValueKind.Object })
            {
                yield return (_members[index].Name, (DialectObject)OpenAt(index));
            }
        }
    }

    private DialectValue? Open(string name) => Find(name) is KeptValue ? OpenAt(IndexOf(name)) : Find(name);

    private DialectValue OpenAt(int index)
    {
        var kept = (KeptValue)_members[index].Value;
        var opened = DialectValue.Open(kept.Json, kept.Origin);
        _members[index] = (_members[index].Name, opened);
        return opened;
    }

    private int IndexOf(string name) => _members.FindIndex(member => member.Name == name);
}
