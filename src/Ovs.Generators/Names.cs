using System.Linq;

namespace Ovs.Generators;

/// <summary>Names of tables and columns as C# spells them: "other_config" is OtherConfig.</summary>
internal static class Names
{
    public static string Pascal(string name)
    {
        var parts = name.Split('_').Where(part => part.Length > 0);
        return string.Concat(parts.Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1)));
    }
}
