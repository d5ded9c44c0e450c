using Harmonia.Client;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest.Components;

/// <summary>Why requests about components are not served.</summary>
internal static class ComponentProblems
{
    private const int RetryAfterSeconds = 1;

    public static Problem NotFound(string name, IEnumerable<string> known) => new(
        StatusCodes.Status404NotFound,
        ApiCodes.ComponentNotFound,
        $"There is no component '{Wire.Shorten(name)}'.")
    {
        Details = new ErrorDetails { Suggestion = NearestName.Find(name, known) },
    };

    public static Problem NoAction(KnownComponent component, string action) => new(
        StatusCodes.Status404NotFound,
        ApiCodes.ActionNotFound,
        $"The component '{component.Name}' has no action '{Wire.Shorten(action)}'.")
    {
        Details = new ErrorDetails { Suggestion = NearestName.Find(action, component.Actions) },
    };

    public static Problem BuiltIn(string name) => new(
        StatusCodes.Status409Conflict,
        ApiCodes.ComponentBuiltIn,
        $"The component '{Wire.Shorten(name)}' comes with this release and cannot be declared, changed or removed. "
            + "Choose another name.")
    {
        Details = new ErrorDetails { Field = "/name" },
    };

    public static Problem NotRegistered(string name) => new(
        StatusCodes.Status409Conflict,
        ApiCodes.ComponentNotRegistered,
        $"The component '{Wire.Shorten(name)}' was not registered here, so it cannot be removed here. It goes when it "
            + "is not found any more.");

    public static Problem NameTaken(string name) => new(
        StatusCodes.Status409Conflict,
        ApiCodes.ComponentNameTaken,
        $"There is a component named '{Wire.Shorten(name)}' already. PUT to its name replaces its declaration.")
    {
        Details = new ErrorDetails { Field = "/name" },
    };

    public static Problem Changed(string name, StoredComponent? current) => new(
        StatusCodes.Status412PreconditionFailed,
        ApiCodes.ComponentChanged,
        current is null
            ? $"There is no component '{Wire.Shorten(name)}' any more."
            : $"The component '{Wire.Shorten(name)}' has another declaration now, with the hash {current.ContentHash}.")
    {
        Details = new ErrorDetails { Field = "If-Match" },
    };

    public static Problem TooMany() => new(
        StatusCodes.Status409Conflict,
        ApiCodes.TooManyComponents,
        $"There are {StoredComponent.MaxComponents} components, and no more are taken. Remove some.");

    public static Problem DoneByTheCore(KnownComponent component, string action) => new(
        StatusCodes.Status422UnprocessableEntity,
        ApiCodes.ActionNotCallable,
        $"'{component.Name}.{action}' is a step of an execution, which nobody can do outside one. Start an execution "
            + "with such a task.");

    public static Problem Unusable(KnownComponent component) => new(
        StatusCodes.Status422UnprocessableEntity,
        ApiCodes.ActionNotCallable,
        component.Saved?.Problem ?? $"Nobody does the tasks of '{component.Name}' now.");

    public static Problem Unavailable(string component, string reason) => new(
        StatusCodes.Status503ServiceUnavailable,
        ApiCodes.ComponentUnavailable,
        $"The component '{component}' was not reached, and nothing was done: {reason}")
    {
        RetryAfterSeconds = RetryAfterSeconds,
    };

    public static Problem Busy(string reason) => new(
        StatusCodes.Status429TooManyRequests, ApiCodes.ComponentBusy, reason)
    {
        RetryAfterSeconds = RetryAfterSeconds,
    };

    public static Problem Failed(TaskFailure failure) => new(
        StatusCodes.Status422UnprocessableEntity, ApiCodes.ActionFailed, failure.Message)
    {
        Details = new ErrorDetails { Reason = failure.Code, Failure = Wire.Of(failure) },
    };
}
