"""What an output needs on a day, as a graph of *all of* and *any of*.

A stock needs any of its open sources; a lane its origin's stock, itself, the site it leaves with all that this buys
from, and its common causes; a line all its materials, itself, its site, its tools, its work centre and its causes.
"""

from collections.abc import Iterable, Mapping, Sequence

from backsource.network.dependency.gates import Gates
from backsource.network.dependency.standing import Standing


def requirements(standing: Standing, stocks: Iterable[str], needs: Mapping[str, Sequence[str]]) -> Gates:
    """The graph above *stocks*; *needs* has the parts without which each source gives nothing."""
    gates = Gates()
    for stock in stocks:
        sources = standing.open_at[stock]
        gates.any_of(stock, [("source", source.name) for source in sources])
        for source in sources:
            spare = [("tools", *tools) for tools in source.tools if len(tools) > 1]
            for tools in spare:
                gates.any_of(tools, [f"tool {tool}" for tool in tools[1:]])
            gates.all_of(("source", source.name), [*needs[source.name], *source.takes, *spare])
    return gates
