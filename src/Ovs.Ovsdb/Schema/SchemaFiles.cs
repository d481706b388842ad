using System;
using System.IO;

namespace Ovs.Ovsdb.Schema;

/// <summary>The schema files of Open vSwitch, which programs carry so that they need no installed copy.</summary>
public static class SchemaFiles
{
    /// <summary>The switch's configuration, version 8.8.0.</summary>
    public const string VSwitch = "vswitch.ovsschema";

    /// <summary>Hardware VXLAN switches and their controller, version 1.7.0 (vtep(5)).</summary>
    public const string Vtep = "vtep.ovsschema";

    /// <summary>The server's own database about the databases it serves (ovsdb-server(5)).</summary>
    public const string Server = "_server.ovsschema";

    /// <summary>A server's remotes kept beside a clustered database (ovsdb.local-config(5)).</summary>
    public const string LocalConfig = "local-config.ovsschema";

    /// <summary>The file's bytes, UTF-8 JSON.</summary>
    public static byte[] Read(string name)
    {
        using var stream = typeof(SchemaFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"{name}: no such schema", nameof(name));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
