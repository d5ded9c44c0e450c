using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Workers;

/// <summary>What a worker asks for.</summary>
/// <param name="Profile">Who it is, and what it does.</param>
/// <param name="Slots">How many attempts it would take.</param>
/// <param name="Wait">How long it waits.</param>
public sealed record WorkerRequest(WorkerProfile Profile, int Slots, TimeSpan Wait);

/// <summary>Reads who a worker is and what it asks for, and collects everything that is wrong with it.</summary>
public static class WorkerProfileReader
{
    /// <summary>Components of one worker.</summary>
    public const int MaxComponents = 100;

    /// <summary>Actions of one worker, all together.</summary>
    public const int MaxActions = 1_000;

    private const int MaxId = 128;
    private const int MaxComponent = 64;
    private const int MaxAction = 128;
    private const int MaxMetadataBytes = 16 * 1024;
    private const double UsualWait = 30;

    /// <param name="message">The body of a poll, or the first message of a connection.</param>
    /// <param name="options">What workers may take.</param>
    /// <param name="waits">Whether it may say how long it waits.</param>
    /// <param name="findings">Takes all findings.</param>
    /// <param name="envelope">Fields of the message that are read elsewhere.</param>
    /// <returns>What can be used only when there are no findings.</returns>
    public static WorkerRequest Read(
        JsonElement message,
        WorkerOptions options,
        bool waits,
        ICollection<Finding> findings,
        params ReadOnlySpan<string> envelope)
    {
        var fields = new ObjectReader(message, "", findings);
        foreach (var field in envelope)
        {
            fields.TryGet(field, out _);
        }

        var id = ReadId(fields);
        var offers = ReadOffers(fields);
        var slots = (int)(fields.Integer("slots", 1, options.MaxSlots) ?? 1);
        var wait = waits ? ReadWait(fields, options.MaxWait) : TimeSpan.Zero;
        var metadata = ReadMetadata(fields);
        fields.RefuseUnknown();
        return new WorkerRequest(new WorkerProfile(id, offers) { Metadata = metadata }, slots, wait);
    }

    internal static string ReadId(ObjectReader fields)
    {
        var id = fields.Text("worker_id", required: true);
        if (id is not null && (id.Length is 0 or > MaxId || !id.All(IsIdLetter)))
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "worker_id",
                $"worker_id must have 1 to {MaxId} letters, digits, dots, hyphens, underscores, colons and at signs.");
        }

        return id ?? "";
    }

    private static bool IsIdLetter(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':' or '@';

    private static TimeSpan ReadWait(ObjectReader fields, TimeSpan max)
    {
        if (fields.Value("wait") is not { } value)
        {
            return TimeSpan.FromSeconds(Math.Min(UsualWait, max.TotalSeconds));
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
            && seconds >= 0 && seconds <= max.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        fields.Report(
            FindingCodes.InvalidValue, "wait", $"wait must be a number of seconds from 0 to {max.TotalSeconds:0}.");
        return TimeSpan.Zero;
    }

    private static JsonElement? ReadMetadata(ObjectReader fields)
    {
        if (fields.Value("metadata") is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object || JsonText.Size(value) > MaxMetadataBytes)
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "metadata",
                $"metadata must be an object of at most {MaxMetadataBytes} bytes.");
            return null;
        }

        return value.Clone();
    }

    /// <summary>
    /// Names of components, with the same actions for each or none, or an object with actions of each.
    /// </summary>
    private static ImmutableArray<WorkerOffer> ReadOffers(ObjectReader fields)
    {
        var offers = new HashSet<WorkerOffer>();
        if (fields.Value("components") is { ValueKind: JsonValueKind.Object })
        {
            foreach (var component in fields.Members("components"))
            {
                AddOffers(fields, offers, component.Name, TextsOf(fields, component));
            }
        }
        else
        {
            var actions = fields.Texts("actions");
            foreach (var component in fields.Texts("components") ?? [])
            {
                AddOffers(fields, offers, component, actions);
            }
        }

        if (offers.Count == 0)
        {
            fields.Report(
                FindingCodes.MissingField,
                "components",
                "Say components: a list of names, or an object with a list of actions for each name.");
        }

        if (offers.Count > MaxActions || offers.DistinctBy(offer => offer.Component).Count() > MaxComponents)
        {
            fields.Report(
                FindingCodes.TooLarge,
                "components",
                $"A worker has at most {MaxComponents} components with {MaxActions} actions all together.");
        }

        return [.. offers];
    }

    private static IReadOnlyList<string>? TextsOf(ObjectReader fields, JsonProperty component)
    {
        if (component.Value.ValueKind == JsonValueKind.Array
            && component.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            return [.. component.Value.EnumerateArray().Select(item => item.GetString()!)];
        }

        if (component.Value.ValueKind != JsonValueKind.Null)
        {
            fields.Report(
                FindingCodes.WrongType, "components", "Each component has a list of the names of its actions.");
        }

        return null;
    }

    private static void AddOffers(
        ObjectReader fields, HashSet<WorkerOffer> offers, string component, IReadOnlyList<string>? actions)
    {
        if (component.Length is 0 or > MaxComponent || !char.IsAsciiLetter(component[0])
            || !component.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.'))
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "components",
                $"A component's name begins with a letter and has 1 to {MaxComponent} letters, digits, dots, hyphens "
                + "and underscores.");
            return;
        }

        if (actions is not { Count: > 0 })
        {
            offers.Add(new WorkerOffer(component, null));
            return;
        }

        foreach (var action in actions)
        {
            if (action.Length is 0 or > MaxAction || action.Any(char.IsControl))
            {
                fields.Report(
                    FindingCodes.InvalidValue, "components", $"An action's name has 1 to {MaxAction} characters.");
            }

            offers.Add(new WorkerOffer(component, action));
        }
    }
}
