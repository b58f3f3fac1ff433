"""Fixes: the texts that an action of a rule offers in the place of what was found."""

from __future__ import annotations

from collections.abc import Sequence

from contenthub.tone.patterns import compile_pattern
from contenthub.tone.rule import Rule


def action_of(rule: Rule) -> tuple[str, list[str]]:
    """Return the name of the rule's action and its parameters; an empty name when it has none."""
    action = rule.options.get("action") or {}
    params = action.get("params") or []
    return str(action.get("name") or ""), [str(one) for one in ([params] if isinstance(params, str) else params)]


def fixes_of(rule: Rule, found: str, offered: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what may stand in the place of the text that was found."""
    name, params = action_of(rule)
    match name:
        case "replace":
            return tuple(params or offered)
        case "remove":
            return ("",)
        case "convert":
            return (found.lower(),) if params[:1] == ["simple"] else ()
        case "edit":
            return _edited(found, params)
        case _:
            return tuple(offered)


def _edited(found: str, params: Sequence[str]) -> tuple[str, ...]:
    match list(params):
        case ["trim", signs]:
            return (found.strip(signs),)
        case ["trim_left", signs]:
            return (found.lstrip(signs),)
        case ["trim_right", signs]:
            return (found.rstrip(signs),)
        case ["remove", signs]:
            return (found.replace(signs, ""),)
        case ["truncate", sign]:
            return (found.split(sign)[0],)
        case ["split", sign, place]:
            parts = found.split(sign)
            return (
                (parts[int(place)],) if place.lstrip("-").isdigit() and -len(parts) <= int(place) < len(parts) else ()
            )
        case ["regex", pattern, replacement]:
            return (compile_pattern(pattern).sub(replacement.replace("$", "\\"), found, timeout=0.05),)
        case _:
            return ()
