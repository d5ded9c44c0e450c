using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>Error handlers that name one kind of error, which become <c>{on, run}</c>.</summary>
internal static class HandlerSpellings
{
    private static readonly string[] Handlers = ["handler_step", "handler_task", "handler"];

    public static void OfWorkflow(DialectObject workflow, FindingList findings)
    {
        if (workflow.OpenList("error_handlers") is not { } handlers)
        {
            return;
        }

        foreach (var handler in handlers.OpenObjects().Where(handler => handler.Has("error_type")))
        {
            Read(handler, findings);
        }
    }

    private static void Read(DialectObject handler, FindingList findings)
    {
        var origin = handler.PlaceOf("error_type");
        if (handler.Text("error_type") is not { Length: > 0 } word)
        {
            findings.Error(FindingCodes.WrongType, origin, "'error_type' must be a text, such as \"TIMEOUT\".");
            return;
        }

        if (handler.Has("on"))
        {
            findings.Error(
                FindingCodes.InvalidValue, origin, "'error_type' says the same as 'on'. Give one of them.");
            return;
        }

        handler.Rename("error_type", "on");
        var classes = new DialectList(origin);
        foreach (var code in ErrorWords.Classes(word))
        {
            classes.Add(MadeValue.Text(code, origin));
        }

        handler.Set("on", classes);
        if (!handler.Has("run") && Array.Find(Handlers, handler.Has) is { } name)
        {
            handler.Rename(name, "run");
        }
    }
}
