using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary>Reads the signals that a task waits for.</summary>
internal static class OfferReader
{
    private static readonly FieldNames AnyFields = FieldNames.Only("name", "match", "as", "then");
    private static readonly FieldNames AllFields = FieldNames.Only("name", "match", "as");

    /// <summary>Reads a signal whose name stands in the field <paramref name="name"/>.</summary>
    public static SignalOffer? Read(FieldReader fields, string name, FindingList findings)
    {
        if (fields.Label(name, EventSettings.MaxNameLength) is null || fields.Find(name) is not { } source)
        {
            return null;
        }

        var match = ConditionReader.Read(fields, "match", findings);
        return Template.Compile(source, fields.At(name), findings) is { } template
            ? new SignalOffer(null, template, match, [])
            : null;
    }

    public static ImmutableArray<SignalOffer> ReadList(
        FieldReader fields, string name, JsonElement source, FindingList findings)
    {
        if (source.ValueKind != JsonValueKind.Array || source.GetArrayLength() is < 1 or > EventSettings.MaxOffers)
        {
            fields.WrongType(name, $"a list of 1 to {EventSettings.MaxOffers} signals", source);
            return [];
        }

        var offers = ImmutableArray.CreateBuilder<SignalOffer>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in source.EnumerateArray())
        {
            var pointer = JsonPointer.Append(fields.At(name), offers.Count);
            if (ReadEntry(item, pointer, name == "any_of" ? AnyFields : AllFields, findings) is not { } offer)
            {
                return [];
            }

            if (offer.Key is not { } key || !keys.Add(key))
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    pointer,
                    "Signals with the same name, or with a computed one, are told apart by 'as'. Give it another name"
                        + " there.");
            }

            offers.Add(offer);
        }

        return offers.DrainToImmutable();
    }

    private static SignalOffer? ReadEntry(JsonElement item, string pointer, FieldNames names, FindingList findings)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            item = WithName(item);
        }

        if (FieldReader.Of(item, pointer, findings) is not { } entry)
        {
            return null;
        }

        entry.AcceptOnly(names);
        entry.Require("name");
        if (Read(entry, "name", findings) is not { } offer)
        {
            return null;
        }

        var key = entry.Label("as", EventSettings.MaxNameLength)
            ?? (offer.Name.IsConstant ? offer.Name.Source.GetString() : null);
        return offer with { Key = key, Then = entry.Texts("then") ?? [] };
    }

    private static JsonElement WithName(JsonElement name) => Executions.JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("name");
        name.WriteTo(writer);
        writer.WriteEndObject();
    });
}
