"""The command line: one verb a file. The only part that prints or exits."""

from backsource.cli import (
    backcast,
    bank,
    budget,
    check,
    compare,
    depend,
    explain,
    export,
    merge,
    new,
    optimise,
    replan,
    replay,
    report,
    run,
    schema,
    status,
    stress,
    tasks,
    vary,
    verify,
    warn,
    why,
)  # fmt: skip
from backsource.cli.app import app

PLANNER = "For the planner"
RESEARCHER = "For a closer look"

# Help lists the verbs in this order.
app.command("new", rich_help_panel=PLANNER)(new.new)
app.command("check", rich_help_panel=PLANNER)(check.check)
app.command("compare", rich_help_panel=PLANNER)(compare.compare)
app.command("report", rich_help_panel=PLANNER)(report.report)
app.command("status", rich_help_panel=PLANNER)(status.status)
app.command("replan", rich_help_panel=PLANNER)(replan.replan)
app.command("tasks", rich_help_panel=PLANNER)(tasks.tasks)
app.command("bank", rich_help_panel=PLANNER)(bank.bank)
app.command("warn", rich_help_panel=PLANNER)(warn.warn)
app.command("depend", rich_help_panel=PLANNER)(depend.depend)
app.command("stress", rich_help_panel=PLANNER)(stress.stress)
app.command("why", rich_help_panel=PLANNER)(why.why)
app.command("explain", rich_help_panel=PLANNER)(explain.explain)
app.command("budget", rich_help_panel=RESEARCHER)(budget.budget)
app.command("vary", rich_help_panel=RESEARCHER)(vary.vary)
app.command("optimise", rich_help_panel=RESEARCHER)(optimise.optimise)
app.command("run", rich_help_panel=RESEARCHER)(run.run)
app.command("backcast", rich_help_panel=RESEARCHER)(backcast.backcast)
app.command("replay", rich_help_panel=RESEARCHER)(replay.replay)
app.command("merge", rich_help_panel=RESEARCHER)(merge.merge)
app.command("export", rich_help_panel=RESEARCHER)(export.export)
app.command("schema", rich_help_panel=RESEARCHER)(schema.schema)
app.command("verify", rich_help_panel=RESEARCHER)(verify.verify)


def main() -> None:
    """Entry point of the `backsource` command."""
    app(prog_name="backsource")


__all__ = ["app", "main"]
