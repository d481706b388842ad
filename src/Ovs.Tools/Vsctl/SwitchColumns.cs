using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The columns that <see cref="SwitchConfig"/> is made of.</summary>
internal static class SwitchColumns
{
    public static string? Prepare(CtlContext context)
    {
        context.Monitor(OpenVSwitch.TableSchema, OpenVSwitch.BridgesColumn);
        context.Monitor(Bridge.TableSchema, Bridge.NameColumn);
        context.Monitor(Bridge.TableSchema, Bridge.ControllerColumn);
        context.Monitor(Bridge.TableSchema, Bridge.FailModeColumn);
        context.Monitor(Bridge.TableSchema, Bridge.PortsColumn);
        context.Monitor(Port.TableSchema, Port.NameColumn);
        context.Monitor(Port.TableSchema, Port.FakeBridgeColumn);
        context.Monitor(Port.TableSchema, Port.TagColumn);
        context.Monitor(Port.TableSchema, Port.InterfacesColumn);
        context.Monitor(Interface.TableSchema, Interface.NameColumn);

        // Whether the switch could set an interface up.
        context.Monitor(Interface.TableSchema, Interface.OfportColumn);
        context.Monitor(Interface.TableSchema, Interface.ErrorColumn);
        return null;
    }
}
