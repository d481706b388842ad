using System;
using System.IO;

namespace Ovs.Aot.Tests;

/// <summary>What every program of the published executable must do, whatever it is for.</summary>
public sealed class ProgramTests
{
    private const string NotBuilt = "the programs are not built: run ./build";

    public static TheoryData<string> Programs()
    {
        var rows = new TheoryData<string>();
        foreach (var name in Published.Exists ? Published.Names : ["none"])
        {
            rows.Add(name);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void It_says_its_name_and_version(string program)
    {
        Assert.SkipUnless(Published.Exists, NotBuilt);
        var (output, errors, status) = Published.Run(program, "--version");
        Assert.Equal(0, status);
        Assert.StartsWith($"{program} (Open vSwitch) ", output);
        Assert.Empty(errors);
        Assert.Equal(output, Published.Run("ovs", program, "--version").Output);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void It_explains_itself(string program)
    {
        Assert.SkipUnless(Published.Exists, NotBuilt);
        var (output, errors, status) = Published.Run(program, "--help");
        Assert.Equal(0, status);
        Assert.StartsWith(program, output);
        Assert.Contains($"usage: {program} ", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("--version", output);
        Assert.Empty(errors);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void It_refuses_an_option_that_does_not_exist(string program)
    {
        Assert.SkipUnless(Published.Exists, NotBuilt);
        var (output, errors, status) = Published.Run(program, "--no-such-option");
        Assert.Equal(1, status);
        Assert.Empty(output);
        Assert.EndsWith($"{program}: unrecognized option '--no-such-option'\n", errors);
    }

    [Fact]
    public void A_program_that_does_not_exist_is_refused()
    {
        Assert.SkipUnless(Published.Exists, NotBuilt);
        var (_, errors, status) = Published.Run("ovs", "ovs-nonsense");
        Assert.Equal(1, status);
        Assert.Equal("ovs: unknown program 'ovs-nonsense'; use --help for help\n", errors);
    }

    [Fact]
    public void Each_schema_is_installed_and_makes_a_database()
    {
        Assert.SkipUnless(Published.Exists, NotBuilt);
        var folder = Directory.CreateTempSubdirectory("ovs-aot");
        foreach (var schema in Directory.GetFiles(Path.Combine(Published.Repository, "out/share/openvswitch"), "*.ovsschema"))
        {
            var database = Path.Combine(folder.FullName, Path.GetFileName(schema) + ".db");
            Assert.Equal(("", "", 0), Published.Run("ovsdb-tool", "create", database, schema));
            Assert.Equal(
                Published.Run("ovsdb-tool", "schema-version", schema).Output,
                Published.Run("ovsdb-tool", "db-version", database).Output);
        }

        Assert.Contains(folder.GetFiles(), file => file.Name == "vswitch.ovsschema.db");
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("ovs-vsctl --may-exist add-b", "add-br add-bond add-bond-iface")]
    [InlineData("ovs-vsctl add-br br0 -- del-b", "del-br del-bond-iface")]
    [InlineData("ovs-vsctl --may-", "--may-exist")]
    [InlineData("ovsdb-tool db-v", "db-version")]
    [InlineData("ovs-vswitchd --overwrite", "--overwrite-pidfile")]
    public void Bash_completes_words_from_the_tables(string line, string completions)
    {
        Assert.SkipUnless(Published.Exists, NotBuilt);
        var script = Path.Combine(Published.Repository, "out/share/bash-completion/completions/ovs");
        var (output, errors, status) = Published.Run(
            "/bin/bash",
            "-c",
            $". {script}; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _ovs ${{COMP_WORDS[0]}}; printf %s \"${{COMPREPLY[@]}}\"");
        Assert.Equal((0, ""), (status, errors));
        Assert.Equal(completions, output.TrimEnd());
    }
}
