using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary><c>event</c>: waits for one signal, for the first of several, or for all of them.</summary>
internal sealed class EventType : TaskType
{
    private static readonly FieldNames ListenFields = FieldNames.Only("event_type", "match", "timeout");

    public override string Name => "event";

    public override FieldNames Fields { get; } = FieldNames.Task.With(
        "signal", "event_type", "match", "any_of", "all_of", "early", "on_timeout", "while");

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        var findings = bodies.Findings;
        task.Kind = TaskKind.Event;
        RefuseFieldsOfCalls(fields, findings, "timeout");
        task.Guard = WaitReader.Guard(fields, findings);
        var (mode, offers) = ReadOffers(fields, findings);
        for (var branch = 0; branch < offers.Length; branch++)
        {
            WaitReader.Lead(task, offers[branch].Then, fields.At("any_of"), branch);
        }

        var timeout = DurationReader.Read(fields, "timeout", findings);
        var (onTimeout, then) = WaitReader.OnTimeout(
            fields, timeout, [TimeoutMode.Fail, TimeoutMode.Continue, TimeoutMode.Skip], findings);
        WaitReader.Lead(task, then, fields.At("on_timeout"), offers.Length);
        task.Event = new EventSettings(offers, mode)
        {
            TakesEarly = ReadEarly(fields, findings),
            Timeout = timeout,
            OnTimeout = onTimeout,
            TimeoutThen = then,
        };
    }

    /// <summary>Reads <c>event_listener.listen</c>, the documents' spelling.</summary>
    public static void ReadListen(FieldReader fields, TaskDraft task, FindingList findings)
    {
        foreach (var name in (string[])["retry", "retry_policy", "queue_timeout", "total_timeout"])
        {
            if (fields.Find(name) is not null)
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    fields.At(name),
                    $"Listening is not an attempt that could fail, and has no use for '{name}'. Remove it.");
            }
        }

        if (fields.Object("input") is not { } source)
        {
            fields.Require("input");
            return;
        }

        var input = new FieldReader(source, fields.At("input"), findings);
        input.AcceptOnly(ListenFields);
        input.Require("event_type");
        if (OfferReader.Read(input, "event_type", findings) is { } offer)
        {
            // What is asked of each signal cannot be computed when the wait begins, as the rest of an input is.
            task.Input = Template.Compile(Without(source, "match"), input.Pointer, findings);
            var timeout = DurationReader.Read(input, "timeout", findings);
            task.Event = new EventSettings([offer], SignalMode.One)
            {
                Timeout = timeout ?? DurationReader.Read(fields, "timeout", findings),
            };
        }
    }

    private static JsonElement Without(JsonElement source, string name) => Executions.JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var member in source.EnumerateObject().Where(member => member.Name != name))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static (SignalMode Mode, ImmutableArray<SignalOffer> Offers) ReadOffers(
        FieldReader fields, FindingList findings)
    {
        var given = (string[])["signal", "event_type", "any_of", "all_of"];
        if (Array.FindAll(given, name => fields.Find(name) is not null) is [var first, var second, ..])
        {
            fields.RefuseBoth(first, second);
        }

        if (fields.Find("any_of") is { } any)
        {
            return (SignalMode.Any, OfferReader.ReadList(fields, "any_of", any, findings));
        }

        if (fields.Find("all_of") is { } all)
        {
            return (SignalMode.All, OfferReader.ReadList(fields, "all_of", all, findings));
        }

        // Without any of these the name of the task is that of its signal, as short definitions have it.
        var name = fields.Find("signal") is not null ? "signal"
            : fields.Find("event_type") is not null ? "event_type"
            : "name";
        if (fields.Find(name) is null)
        {
            fields.Require("signal");
            return (SignalMode.One, []);
        }

        return (SignalMode.One, OfferReader.Read(fields, name, findings) is { } offer ? [offer] : []);
    }

    private static bool ReadEarly(FieldReader fields, FindingList findings)
    {
        var early = fields.Text("early");
        if (early is not (null or "keep" or "lose"))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("early"),
                $"'early' must be \"keep\" or \"lose\", not \"{Shown.Text(early)}\".");
        }

        return early != "lose";
    }
}
