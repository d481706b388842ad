using Ovs.Flow.Fields;
using Ovs.Ofproto.Tables;
using Ovs.OpenFlow.Actions;

namespace Ovs.Ofproto.Translate;

/// <content>From table to table, and the actions found there.</content>
public sealed partial class Translator
{
    /// <summary>How deep resubmits may be nested.</summary>
    private const int MaxDepth = 64;

    /// <summary>How many resubmits one packet may cause.</summary>
    private const int MaxResubmits = 4096;

    private FlowTables _tables = null!;
    private ulong _version;
    private byte _tableId;
    private int _depth;
    private int _resubmits;
    private bool _hasExited;
    private Verdict _verdict;

    private FlowRule? Lookup(byte tableId)
    {
        _tableId = tableId;
        return (FlowRule?)_tables[tableId].Classifier.Find(ref _flow, _version, ref _looked);
    }

    private void Execute(FlowRule rule)
    {
        _result.Rules.Add(rule);
        Do(rule.Actions);
    }

    /// <summary>Looks up another table and does what is found there; then the caller goes on.</summary>
    /// <param name="inPort">The port that the packet seems to have come in by, for the lookup only.</param>
    private void Resubmit(byte tableId, uint inPort)
    {
        if (_depth >= MaxDepth)
        {
            _verdict = Verdict.TooDeep;
            return;
        }

        if (++_resubmits > MaxResubmits)
        {
            _verdict = Verdict.TooManyResubmits;
            return;
        }

        var (oldTable, oldPort) = (_tableId, _flow.Key.InPort);
        _flow.Key.InPort = inPort;
        var rule = Lookup(tableId);
        _flow.Key.InPort = oldPort;
        if (rule is not null)
        {
            _depth++;
            Execute(rule);
            _depth--;
        }

        _tableId = oldTable;
    }

    private void Do(ActionList actions)
    {
        foreach (var action in actions.Span)
        {
            if (_hasExited || _verdict >= Verdict.FirstFailure)
            {
                return;
            }

            Do(action);
        }
    }

    private void Do(OfAction action)
    {
        switch (action)
        {
            case OutputAction output:
                OutputTo(output.Port, output.MaxLength);
                break;
            case OutputRegAction output:
                OutputTo(new OfPort((ushort)Read(output.Source)), output.MaxLength);
                break;
            case OutputTruncAction output:
                OutputTruncated(output);
                break;
            case EnqueueAction enqueue:
                Enqueue(enqueue);
                break;
            case ControllerAction controller:
                SendToController(controller.MaxLength, controller.Reason, controller);
                break;
            case ResubmitAction resubmit:
                Resubmit(
                    resubmit.Table == ResubmitAction.SameTable ? _tableId : resubmit.Table,
                    resubmit.InPort == OfPort.InPort ? _flow.Key.InPort : resubmit.InPort.Number);
                break;
            case GotoTableAction next:
                Resubmit(next.Table, _flow.Key.InPort);
                break;
            case WriteActionsAction write:
                foreach (var one in write.Actions.Span)
                {
                    _actionSet.Add(one);
                }

                break;
            case CloneAction clone:
                DoClone(clone.Actions);
                break;
            case NoteAction or ConjunctionAction:
                break;
            default:
                if (action.Kind == ActionKind.Exit)
                {
                    _hasExited = true;
                }
                else if (action.Kind == ActionKind.ClearActions)
                {
                    _actionSet.Clear();
                }
                else if (!ChangeFields(action))
                {
                    _verdict = Verdict.Unsupported;
                }

                break;
        }
    }

    /// <summary>Does actions on a copy: afterwards the packet is as it was (ovs-actions(7), "clone").</summary>
    private void DoClone(ActionList actions)
    {
        var (flow, hasExited) = (_flow, _hasExited);
        var set = _actionSet.ToArray();
        var stack = _stack.ToArray();
        Do(actions);
        _flow = flow;
        _hasExited = hasExited;
        _actionSet.Clear();
        _actionSet.AddRange(set);
        _stack.Clear();
        for (var i = stack.Length - 1; i >= 0; i--)
        {
            _stack.Push(stack[i]);
        }
    }

    /// <summary>The actions that tables collected, at the end (OpenFlow 1.5.1 5.6).</summary>
    private void DoActionSet()
    {
        if (_actionSet.Count == 0 || _verdict >= Verdict.FirstFailure)
        {
            return;
        }

        _hasExited = false;
        var actions = ActionSet.InOrder(ActionList.From(_actionSet));
        _actionSet.Clear();
        Do(actions);
    }

    /// <summary>Whether translation knows an action; a bridge refuses flows with others.</summary>
    public static bool Supports(ActionKind kind) => kind is
        ActionKind.Output or ActionKind.OutputReg or ActionKind.OutputTrunc or ActionKind.Enqueue or ActionKind.Controller
        or ActionKind.Resubmit or ActionKind.GotoTable or ActionKind.WriteActions or ActionKind.Clone or ActionKind.Note
        or ActionKind.Conjunction or ActionKind.Exit or ActionKind.ClearActions || ChangesFields(kind);
}
