using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Registered.Breaking;

/// <summary>What an outcome says about the component itself.</summary>
internal enum CallVerdict
{
    /// <summary>It answered.</summary>
    Alive,

    /// <summary>It broke, or did not answer.</summary>
    Failing,

    /// <summary>Nobody was there.</summary>
    Absent,

    /// <summary>It was not asked.</summary>
    Nothing,
}

internal static class CallVerdicts
{
    public static CallVerdict Of(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Unavailable => CallVerdict.Absent,
        TaskOutcome.Failed { Failure.Code: var code } => OfFailure(code),
        _ => CallVerdict.Alive,
    };

    private static CallVerdict OfFailure(string code) => code switch
    {
        FailureCodes.ConnectionError or FailureCodes.Timeout or FailureCodes.ServerError => CallVerdict.Failing,
        FailureCodes.InvalidInput or FailureCodes.SecretNotFound or FailureCodes.AddressNotAllowed
            or FailureCodes.Canceled => CallVerdict.Nothing,
        ['h', 't', 't', 'p', '_', '5', _, _] => CallVerdict.Failing,
        _ => CallVerdict.Alive,
    };
}
