using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>The flow is one clause of a conjunctive match: all clauses together match conj_id.</summary>
/// <param name="clause">Which one, from 0.</param>
public sealed class ConjunctionAction(uint id, byte clause, byte clauseCount) : OfAction
{
    private const byte MinClauses = 2;
    private const byte MaxClauses = 64;

    public override ActionKind Kind => ActionKind.Conjunction;

    public uint Id { get; } = id;

    public byte Clause { get; } = clause;

    public byte ClauseCount { get; } = clauseCount;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var clause = body.Take8();
        var count = body.Take8();
        return count is < MinClauses or > MaxClauses || clause >= count
            ? OfError.NxBadActionBadConjunction
            : decoder.Add(new ConjunctionAction(body.Take32(), clause, count));
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var scanner = new TextScanner(text);
        var ok = scanner.TakeNumber(0, out var id);
        ok &= TakeSeparator(ref scanner, ',') & scanner.TakeNumber(10, out var clauseNumber);
        ok &= TakeSeparator(ref scanner, '/') & scanner.TakeNumber(10, out var countNumber);
        scanner.SkipBlanks();
        if (!ok || !scanner.IsAtEnd)
        {
            return "\"conjunction\" syntax is \"conjunction(id,i/n)\"";
        }

        var (clause, count) = ((byte)clauseNumber, (byte)countNumber);
        return count < MinClauses ? "conjunction must have at least 2 clauses"
            : count > MaxClauses ? "conjunction must have at most 64 clauses"
            : clause < 1 ? "clause index must be positive"
            : clause > count ? "clause index must be less than or equal to number of clauses"
            : parser.Add(new ConjunctionAction((uint)id, (byte)(clause - 1), count));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.Conjunction);
        writer.Put8(Clause);
        writer.Put8(ClauseCount);
        writer.Put32(Id);
        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Paren("conjunction(");
        printer.Text.Append($"{Id},{Clause + 1}/{ClauseCount}");
        printer.Paren(")");
    }

    private static bool TakeSeparator(ref TextScanner scanner, char separator)
    {
        scanner.SkipBlanks();
        var ok = scanner.Take(separator);
        scanner.SkipBlanks();
        return ok;
    }
}
