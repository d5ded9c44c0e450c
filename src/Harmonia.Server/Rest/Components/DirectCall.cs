using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest.Components;

/// <summary>A call of an action that belongs to no execution.</summary>
/// <param name="Component">Of which component.</param>
/// <param name="Call">As whoever does it is told.</param>
/// <param name="Timeout">How long it may take.</param>
/// <param name="MaxOutput">Characters of the output, at most.</param>
internal sealed record DirectCall(KnownComponent Component, TaskCall Call, TimeSpan Timeout, int MaxOutput)
{
    /// <summary>The task that such a call is told to be of.</summary>
    private const string Task = "call";

    private const double MaxSeconds = 300;

    /// <exception cref="ApiException">The request is wrong, or there is nobody to be called.</exception>
    public static async ValueTask<DirectCall> ReadAsync(ApiRequest request, KnownComponent component)
    {
        var action = request.PathAction;
        var timeout = new RequestQuery(request, "timeout").Seconds("timeout", MaxSeconds)
            ?? request.Services.Configuration.ApiRequestTimeout;
        if (timeout <= TimeSpan.Zero)
        {
            throw RequestQuery.Wrong("timeout", "it must be more than 0.");
        }

        request.AllowMore(timeout);
        var executor = Check(component, action);
        var body = await RequestBody.ReadOptionalJsonAsync(request, request.Services.BodyLimits.Call);
        var input = body?.Document.Root ?? JsonText.EmptyObject;
        if (executor.InputOf(action) is { } schema && schema.Validate(input) is { Length: > 0 } violations)
        {
            throw new ApiException(Problem.Of(ApiCodes.InvalidInput, [.. violations.Select(violation =>
                new Finding(FindingCodes.InvalidInput, violation.Pointer, violation.Message))]));
        }

        var key = request.IdempotencyKey($"POST /api/components/{component.Name}/actions/{action}");
        var id = new ExecutionId(key is null ? Guid.CreateVersion7() : DerivedId.From(key));
        var deadline = request.Services.Time.GetUtcNow() + timeout;
        return new DirectCall(
            component,
            new TaskCall(id, Task, 1, action, input, deadline),
            timeout,
            request.Services.Configuration.MaxValueSize);
    }

    private static ITaskExecutor Check(KnownComponent component, string action)
    {
        if (CoreComponents.Does(component.Name, action))
        {
            throw new ApiException(ComponentProblems.DoneByTheCore(component, action));
        }

        // One that is asked for its actions may have any while nobody has told them.
        if (!component.Has(action) && (component.BuiltIn || component.Actions.Count > 0))
        {
            throw new ApiException(ComponentProblems.NoAction(component, action));
        }

        return component.Executor ?? throw new ApiException(ComponentProblems.Unusable(component));
    }
}
