"""Outages and failures without which nothing stops, each in the family of whom it hits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from backsource.config.scenario import Scenario
from backsource.config.things import Site
from backsource.simulation.off.switching import switched
from backsource.simulation.plan import OutagePlan, Plan
from backsource.simulation.source_plans import LinePlan

FEED, SUPPLIER, OWN, COMMON, TRANSPORT = (
    "feed_outages", "supplier_outages", "own_failures", "common_causes", "transport",
)  # fmt: skip
US = "us"


def without_stops(plan: Plan, family: str) -> Plan:
    """The plan without the outages and the failures of a family."""
    scenario: Scenario = plan.graph.graph["scenario"]
    down = plan.status.down if plan.status is not None else ()

    def quiet(outage: OutagePlan) -> OutagePlan:
        stops = outage.lanes or outage.lines or outage.reviews
        strikes = outage.every is not None or outage.begins or outage.listed or outage.name in down
        if not (stops and strikes) or family_of_outage(scenario, outage.name) != family:
            return outage
        return replace(outage, every=None, lasts=None, begins=0.0, ends=0.0, listed=())

    def sound(line: LinePlan) -> LinePlan:
        if not line.failures or family_of_site(scenario, line.site) != family:
            return line
        return replace(line, failures=())

    return switched(switched(plan, "outages", quiet), "lines", sound)


def family_of_outage(scenario: Scenario, name: str) -> str:
    """Family of whom an outage hits: of its sites and lines, or of its lanes; a common cause where there are several.

    A lane that leaves a site which is hit as well is hit by way of the site.
    """
    found = set(_families_hit(scenario, name))
    return found.pop() if len(found) == 1 else COMMON


def _families_hit(scenario: Scenario, name: str) -> Iterator[str]:
    hits = scenario.outages[name].hits
    for hit in hits:
        if hit in scenario.sites:
            yield family_of_site(scenario, hit)
        if hit in scenario.lines:
            yield family_of_site(scenario, scenario.lines[hit].site)
        if hit in scenario.lanes and scenario.lanes[hit].origin not in hits:
            yield TRANSPORT
    for site, declared in scenario.sites.items():
        if name in declared.causes:
            yield family_of_site(scenario, site)


def family_of_site(scenario: Scenario, name: str) -> str:
    """Family of what goes wrong at a site: of a feed, of a supplier, or of ours.

    Markets are counted among ours, plants and depots of other owners among the suppliers.
    """
    site = scenario.sites[name]
    if is_ours(site, scenario.start):
        return OWN
    return FEED if site.kind == "feed" else SUPPLIER


def is_ours(site: Site, start: date) -> bool:
    """Whether a site belongs to us at the start, in part or whole; a family is the same whatever the day."""
    if "owner" not in site.model_fields_set:
        return site.kind not in ("supplier", "feed")
    if isinstance(site.owner, str):
        return site.owner == US
    begun = [owned for owned in site.owner if owned.since is None or owned.since <= start]
    first = max(begun, key=lambda owned: owned.since or date.min, default=None)
    return first is not None and first.owner == US and first.share > 0
