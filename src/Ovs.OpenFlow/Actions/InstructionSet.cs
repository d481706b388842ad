namespace Ovs.OpenFlow.Actions;

/// <summary>Instructions of OpenFlow 1.1 and later, in the order in which a switch executes them.</summary>
public enum InstructionKind : byte
{
    Meter,
    ApplyActions,
    ClearActions,
    WriteActions,
    WriteMetadata,
    GotoTable,
}

/// <summary>A set of instructions.</summary>
public readonly record struct InstructionSet(byte Bits)
{
    public const int KindCount = 6;

    public static readonly InstructionSet All = new((1 << KindCount) - 1);

    /// <summary>What an action list that is not a flow's may have ("meter" became an action in OpenFlow 1.5).</summary>
    public static readonly InstructionSet ActionsOnly =
        new((1 << (int)InstructionKind.ApplyActions) | (1 << (int)InstructionKind.Meter));

    public static InstructionSet Only(InstructionKind kind) => new((byte)(1 << (int)kind));

    public bool Has(InstructionKind kind) => (Bits & (1 << (int)kind)) != 0;

    /// <summary>The instruction's name in text.</summary>
    public static string NameOf(InstructionKind kind) => kind switch
    {
        InstructionKind.Meter => "meter",
        InstructionKind.ApplyActions => "apply_actions",
        InstructionKind.ClearActions => "clear_actions",
        InstructionKind.WriteActions => "write_actions",
        InstructionKind.WriteMetadata => "write_metadata",
        _ => "goto_table",
    };
}
