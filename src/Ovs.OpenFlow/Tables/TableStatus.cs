using System.Globalization;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Tables;

/// <summary>Why a table is told of; the numbers are those of the wire.</summary>
public enum TableReason : byte
{
    VacancyDown = 3,
    VacancyUp = 4,
}

/// <summary>A table has filled or emptied beyond a limit (OpenFlow 1.5.1 7.4.5).</summary>
public sealed record TableStatus(TableReason Reason, TableDescription Description)
{
    public static string NameOf(TableReason reason) => reason switch
    {
        TableReason.VacancyDown => "vacancy_down",
        TableReason.VacancyUp => "vacancy_up",
        _ => ((int)reason).ToString(CultureInfo.InvariantCulture),
    };

    public static OfError Decode(in RawMessage message, out TableStatus status)
    {
        var reader = new OfReader(message.Body);
        var reason = (TableReason)reader.Take8();
        reader.Skip(7);
        status = new TableStatus(reason, new TableDescription());
        if (reason is not (TableReason.VacancyDown or TableReason.VacancyUp))
        {
            return OfError.BadPropertyBadValue;
        }

        // A message may leave the description out.
        if (reader.IsAtEnd)
        {
            return OfError.Malformed;
        }

        var error = TableDescription.Take(ref reader, message.Version, out var description);
        status = new TableStatus(reason, description);
        return error;
    }

    /// <summary>Writes the message; OpenFlow 1.4 is the first version that has it.</summary>
    public void Encode(OfWriter writer, OfVersion version)
    {
        var start = MessageWriter.Begin(writer, MessageId.Ofpt14TableStatus, version, 0);
        writer.Put8((byte)Reason);
        writer.PutZeros(7);
        Description.Put(writer, version, hasEviction: true, hasVacancy: true);
        MessageWriter.End(writer, start);
    }

    internal void Append(ActionPrinter printer)
    {
        printer.Text.Append(Reason == TableReason.VacancyDown ? " reason=VACANCY_DOWN" : " reason=VACANCY_UP");
        printer.Text.Append("\ntable_desc:-");
        Description.Append(printer);
    }
}
