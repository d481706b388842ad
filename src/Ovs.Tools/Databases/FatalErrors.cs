using Ovs.Ovsdb.Data;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;

namespace Ovs.Tools.Databases;

/// <summary>What ends a database tool: an error it cannot go on with, or an argument that is not JSON.</summary>
internal static class FatalErrors
{
    /// <summary>Ends the program with the error's text when there is an error.</summary>
    public static void Check(OvsdbError? error)
    {
        if (error is not null)
        {
            ProgramExit.Fatal(error.ToText());
        }
    }

    /// <summary>JSON from the command line.</summary>
    public static JsonValue ParseJson(string text)
    {
        if (!JsonParser.TryParse(text, out var json, out var error))
        {
            ProgramExit.Fatal($"\"{text}\": {error}");
        }

        return json;
    }
}
