namespace Harmonia.TestPeers.Models;

/// <summary>What the model does when it is asked next.</summary>
public abstract record ModelTurn
{
    private ModelTurn()
    {
    }

    /// <summary>Says something; in these pieces when it is streamed.</summary>
    public sealed record Says(params string[] Pieces) : ModelTurn
    {
        public int InputTokens { get; init; } = 10;

        public int OutputTokens { get; init; } = 5;

        /// <summary>In OpenAI's words; others are told theirs.</summary>
        public string Finish { get; init; } = "stop";

        /// <summary>Whether the tokens are told.</summary>
        public bool Counts { get; init; } = true;
    }

    /// <summary>Asks for tools.</summary>
    public sealed record Calls(params AskedTool[] Tools) : ModelTurn
    {
        public string Text { get; init; } = "";

        public int InputTokens { get; init; } = 10;

        public int OutputTokens { get; init; } = 5;
    }

    /// <summary>Answers with a status, and this body.</summary>
    public sealed record Status(int Code, string Body) : ModelTurn
    {
        public string? RetryAfter { get; init; }
    }

    /// <summary>Says something with a success, in its own way.</summary>
    public sealed record Raw(string Body, string ContentType = "application/json") : ModelTurn;

    /// <summary>Says something and breaks the connection in the middle.</summary>
    public sealed record Breaks(params string[] Pieces) : ModelTurn;

    /// <summary>Says something and ends the answer properly as HTTP, but not as a model.</summary>
    public sealed record StopsShort(params string[] Pieces) : ModelTurn;

    /// <summary>Says something, then nothing, and never ends.</summary>
    public sealed record Stalls(params string[] Pieces) : ModelTurn;

    /// <summary>Never stops talking.</summary>
    public sealed record TalksForever(string Piece) : ModelTurn;

    /// <summary>Says something and then that it went wrong.</summary>
    public sealed record FailsWithin(string Error, params string[] Pieces) : ModelTurn;
}

/// <summary>A tool that the model asks for, with arguments as it writes them, right or wrong.</summary>
public sealed record AskedTool(string Name, string Arguments, string Id = "call_a");
