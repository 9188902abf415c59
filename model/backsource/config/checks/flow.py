"""Goods flow one way: no stock feeds itself, directly or around a cycle of lanes and lines."""

from backsource.config.checks.collect import Checks


def check(checks: Checks) -> None:
    """Report each cycle that a walk downstream meets, once, at the source that closes it."""
    downstream: dict[str, list[tuple[str, tuple[str, str]]]] = {}
    for name, lane in checks.scenario.lanes.items():
        if lane.origin != lane.to:
            downstream.setdefault(f"{lane.origin}/{lane.item}", []).append((f"{lane.to}/{lane.item}", ("lanes", name)))
    for name, line in checks.scenario.lines.items():
        for item in line.bom:
            if item != line.makes:
                made = (f"{line.site}/{line.makes}", ("lines", name))
                downstream.setdefault(f"{line.site}/{item}", []).append(made)
    done: set[str] = set()
    for stock in downstream:
        if stock not in done:
            _walk(checks, downstream, stock, done)


def _walk(checks: Checks, downstream: dict[str, list[tuple[str, tuple[str, str]]]], first: str, done: set[str]) -> None:
    """Depth first without recursion, so that a chain of thousands of stocks is no trouble."""
    way = [first]
    on_way = {first}
    ahead = [iter(downstream[first])]
    while ahead:
        step = next(ahead[-1], None)
        if step is None:
            ahead.pop()
            stock = way.pop()
            on_way.discard(stock)
            done.add(stock)
            continue
        stock, source = step
        if stock in on_way:
            circle = " -> ".join([*way[way.index(stock) :], stock])
            checks.fault(source, f"the cycle {circle}", "a flow of goods that never comes back")
        elif stock not in done and stock in downstream:
            way.append(stock)
            on_way.add(stock)
            ahead.append(iter(downstream[stock]))
