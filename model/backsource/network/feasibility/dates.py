"""Dates that follow from a schedule: the end of a notice, the arrival of a tool."""

import calendar
from datetime import date, timedelta
from math import ceil

from backsource.config.terms import NoticePeriod
from backsource.network.feasibility.means import days_of, mean_days
from backsource.network.feasibility.outlook import Outlook


def notice_ends(given: date, notice: NoticePeriod) -> date:
    """Last day of a contract: the period of notice, then on to the end of the month, quarter or year."""
    end = given + timedelta(days=ceil(days_of(notice.period)))
    if notice.to == "any day":
        return end
    month = {"month end": end.month, "quarter end": -(-end.month // 3) * 3, "year end": 12}[notice.to]
    return date(end.year, month, calendar.monthrange(end.year, month)[1])


def tool_arrives(outlook: Outlook, name: str) -> int:
    """First day on which a tool that is bought or moved is at the site whose sources shift."""
    tool, schedule = outlook.scenario.tools[name], outlook.schedule
    if name in schedule.moves:
        pulled = outlook.day(schedule.moves[name])
        if tool.move is None:
            return pulled
        return outlook.after(pulled, mean_days(tool.move.takes), tool.move.calendar)
    return outlook.later(outlook.day(schedule.tools[name]), tool.lead, None)
