using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>Who takes which signal.</summary>
/// <remarks>
/// A signal and a wait meet when the later of the two comes: then the <c>match</c> is asked, and not again. So a signal
/// is taken, kept or lost in the decision that brings it, and none is taken twice.
/// </remarks>
internal static class SignalRules
{
    private const int MaxIdLength = 200;

    /// <summary>A signal came from outside.</summary>
    public static Decision.Rejected? Send(Draft draft, SendSignal send)
    {
        var state = draft.State;
        if (state.Status.IsFinal)
        {
            return Refusals.AlreadyEnded(state);
        }

        if (Check(state, send) is { } refusal)
        {
            return refusal;
        }

        var id = send.Id ?? DerivedId.From($"{state.Id}/signal/{state.Version}").ToString("D");
        if (state.Signals.Knows(id))
        {
            return null; // The sender did not hear our answer and sends it again.
        }

        // As it will be stored, so that what is counted of it now and after a restart is the same.
        var payload = JsonSerializer.SerializeToElement(send.Payload, StorageJson.Default.JsonElement);
        var signal = new Signal(state.Version + 1, id, send.Name, payload, send.Actor, draft.At);
        if (TryFindTaker(draft, signal, out var task, out var offer))
        {
            draft.Add(Received(draft, signal, kept: false) with { TakenBy = task.Path, Offer = offer });
            CompleteIfServed(draft, task, offer);
            return null;
        }

        if (send.IfTaken)
        {
            return null;
        }

        if (send.Keep && IsFull(state, payload))
        {
            return Refusals.TooManySignals(state);
        }

        draft.Add(Received(draft, signal, send.Keep));
        return null;
    }

    /// <summary>A task begins to wait, and takes what has been kept for it.</summary>
    public static void Listen(Draft draft, TaskState task, JsonElement? input)
    {
        var settings = task.Definition.Event!;
        if (!TryRenderNames(draft, task, out var names) || !GuardRules.Holds(draft, task))
        {
            return;
        }

        draft.Add(new TaskStarted(task.Attempt + 1, input)
        {
            At = draft.At,
            Task = task.Path,
            WakeAt = draft.At + settings.Timeout,
            Signals = names,
        });
        if (settings.TakesEarly)
        {
            TakeKept(draft, task, settings);
        }
    }

    /// <summary>Nobody sent what the task waits for in time.</summary>
    public static void TimeOut(Draft draft, TaskState task)
    {
        var settings = task.Definition.Event!;
        var message = $"Waited longer than {settings.Timeout?.TotalSeconds:0.###} s for {Missing(task)}.";
        switch (settings.OnTimeout)
        {
            case TimeoutMode.Continue:
                AttemptRules.Accept(draft, task, TimedOut(task, settings), 1UL << settings.Offers.Length);
                break;
            case TimeoutMode.Skip:
                SettleRules.Skip(draft, task, FailureCodes.Timeout, message);
                break;
            default:
                draft.Fail(task, new TaskFailure(FailureCodes.Timeout, message, Retryable: false), final: true);
                break;
        }
    }

    private static Decision.Rejected? Check(ExecutionState state, SendSignal send)
    {
        if (!IsName(send.Name))
        {
            return new Decision.Rejected(
                RefusalCodes.InvalidInput,
                $"The name of a signal has 1 to {EventSettings.MaxNameLength} characters, none of them a control "
                    + "character.");
        }

        if (send.Id is { } id && (id.Length is 0 or > MaxIdLength || id.Any(char.IsControl)))
        {
            return new Decision.Rejected(
                RefusalCodes.InvalidInput,
                $"The id of a signal has 1 to {MaxIdLength} characters, none of them a control character.");
        }

        return JsonText.Size(send.Payload) <= state.Settings.MaxValueBytes ? null : new Decision.Rejected(
            RefusalCodes.InvalidInput, $"The payload is larger than {state.Settings.MaxValueBytes} bytes.");
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= EventSettings.MaxNameLength
        && !string.IsNullOrWhiteSpace(name)
        && !name.Any(char.IsControl);

    private static bool IsFull(ExecutionState state, JsonElement payload) =>
        state.Signals.Count >= state.Settings.MaxKeptSignals
        || state.Signals.Bytes + JsonText.Size(payload) > state.Settings.MaxKeptSignalBytes;

    private static SignalReceived Received(Draft draft, Signal signal, bool kept) =>
        new(signal.Id, signal.Name, signal.Payload, kept) { At = draft.At, Actor = signal.Actor };

    /// <summary>The task that has waited longest for such a signal.</summary>
    private static bool TryFindTaker(Draft draft, Signal signal, out TaskState taker, out int offer)
    {
        foreach (var task in draft.State.Listeners(signal.Name))
        {
            for (offer = 0; offer < task.SignalNames.Length; offer++)
            {
                if (Fits(draft, task, offer, signal))
                {
                    taker = task;
                    return true;
                }
            }
        }

        (taker, offer) = (null!, 0);
        return false;
    }

    private static bool Fits(Draft draft, TaskState task, int offer, Signal signal) =>
        task.Taken[offer] is null
        && task.SignalNames[offer] == signal.Name
        && Matches(draft, task, task.Definition.Event!.Offers[offer], signal);

    /// <remarks>
    /// A signal about which the question cannot even be asked, for it lacks a field, is not the one: whoever sends
    /// something odd must not be able to end somebody's wait.
    /// </remarks>
    private static bool Matches(Draft draft, TaskState task, SignalOffer offer, Signal signal) =>
        offer.Match is not { } match
        || (match.TryTest(
                new SignalScope(draft.Scope(task), signal), draft.State.Settings.Evaluation, out var holds, out _)
            && holds);

    private static bool TryRenderNames(Draft draft, TaskState task, out ImmutableArray<string> names)
    {
        var rendered = ImmutableArray.CreateBuilder<string>();
        names = [];
        foreach (var offer in task.Definition.Event!.Offers)
        {
            if (!offer.Name.TryRender(draft.Scope(task), draft.State.Settings.Evaluation, out var name, out var error))
            {
                draft.Fail(task, EndRules.Failure("name of the signal", error), final: true);
                return false;
            }

            if (name.ValueKind != JsonValueKind.String || !IsName(name.GetString()!))
            {
                draft.Fail(task, new TaskFailure(
                    FailureCodes.InvalidInput,
                    $"The name of a signal must be a text of 1 to {EventSettings.MaxNameLength} characters; it was "
                        + $"computed as {Shown.Value(name)}.",
                    Retryable: false), final: true);
                return false;
            }

            rendered.Add(name.GetString()!);
        }

        names = rendered.DrainToImmutable();
        return true;
    }

    private static void TakeKept(Draft draft, TaskState task, EventSettings settings)
    {
        var found = Enumerable.Range(0, settings.Offers.Length)
            .Select(offer => (Offer: offer, Signal: FirstKept(draft, task, offer)))
            .Where(pair => pair.Signal is not null);
        if (settings.Mode != SignalMode.All)
        {
            found = found.OrderBy(pair => pair.Signal!.Number).Take(1); // Whichever came first has won.
        }

        foreach (var (offer, signal) in found)
        {
            draft.Add(new SignalTaken(task.Attempt, signal!.Id, offer) { At = draft.At, Task = task.Path });
            CompleteIfServed(draft, task, offer);
        }
    }

    private static Signal? FirstKept(Draft draft, TaskState task, int offer) =>
        draft.State.Signals.Named(task.SignalNames[offer])
            .FirstOrDefault(signal => Fits(draft, task, offer, signal));

    private static void CompleteIfServed(Draft draft, TaskState task, int offer)
    {
        var settings = task.Definition.Event!;
        switch (settings.Mode)
        {
            case SignalMode.One:
                AttemptRules.Accept(draft, task, task.Taken[0]!.Payload, 1);
                break;
            case SignalMode.Any:
                AttemptRules.Accept(draft, task, Chosen(task, settings, offer), 1UL << offer);
                break;
            case SignalMode.All when !task.Taken.Contains(null):
                AttemptRules.Accept(draft, task, JsonText.Write(writer => WriteTaken(writer, task, settings)));
                break;
        }
    }

    private static JsonElement Chosen(TaskState task, EventSettings settings, int offer) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("chosen", Key(task, settings, offer));
        writer.WritePropertyName("payload");
        task.Taken[offer]!.Payload.WriteTo(writer);
        writer.WriteEndObject();
    });

    private static JsonElement TimedOut(TaskState task, EventSettings settings) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("timed_out", true);
        if (settings.Mode == SignalMode.All)
        {
            writer.WritePropertyName("signals");
            WriteTaken(writer, task, settings);
        }

        writer.WriteEndObject();
    });

    private static void WriteTaken(Utf8JsonWriter writer, TaskState task, EventSettings settings)
    {
        writer.WriteStartObject();
        for (var offer = 0; offer < task.Taken.Length; offer++)
        {
            if (task.Taken[offer] is { } signal)
            {
                writer.WritePropertyName(Key(task, settings, offer));
                signal.Payload.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static string Key(TaskState task, EventSettings settings, int offer) =>
        settings.Offers[offer].Key ?? task.SignalNames[offer];

    private static string Missing(TaskState task) => string.Join(
        ", ", task.SignalNames.Where((_, offer) => task.Taken[offer] is null).Select(name => $"'{name}'"));
}
