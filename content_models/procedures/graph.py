"""The nodes of a procedure as a graph: what can be reached, circles, and the longest way through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Graph = Mapping[str, Sequence[str]]
"""Node id -> ids it leads to, all of them known; the first id is the start."""


def reachable(graph: Graph, start: str) -> set[str]:
    """Return the ids that some road from the start leads to."""
    seen = {start}
    waiting = [start]
    while waiting:
        for target in graph[waiting.pop()]:
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def find_cycle(graph: Graph) -> list[str]:
    """Return the ids of one circle, the first repeated at the end; nothing when there is none."""
    done: set[str] = set()
    for root in graph:
        road: list[str] = []
        on_road: set[str] = set()
        waiting = [(root, False)]
        while waiting:
            node, left = waiting.pop()
            if left:
                road.pop()
                on_road.discard(node)
                done.add(node)
            elif node in on_road:
                return [*road[road.index(node) :], node]
            elif node not in done:
                road.append(node)
                on_road.add(node)
                waiting.append((node, True))
                waiting += [(target, False) for target in graph[node]]
    return []


def in_order(graph: Graph) -> list[str]:
    """Return the ids of a graph without circles such that every node comes before the nodes it leads to."""
    incoming = dict.fromkeys(graph, 0)
    for targets in graph.values():
        for target in targets:
            incoming[target] += 1
    ready = [node for node, count in incoming.items() if not count]
    order: list[str] = []
    while ready:
        node = ready.pop()
        order.append(node)
        for target in graph[node]:
            incoming[target] -= 1
            if not incoming[target]:
                ready.append(target)
    return order


def longest_path(graph: Graph, start: str) -> list[str]:
    """Return the longest road from the start in a graph without circles."""
    best: dict[str, list[str]] = {}
    for node in reversed(in_order(graph)):
        tail = max((best[target] for target in graph[node]), key=len, default=[])
        best[node] = [node, *tail]
    return best[start]


def always_before(graph: Graph, start: str) -> dict[str, set[str]]:
    """Return, per reachable node, the nodes that lie on every road to it (itself included), without circles."""
    roads: dict[str, set[str]] = {start: {start}}
    for node in in_order(graph):
        if node not in roads:
            continue
        for target in graph[node]:
            here = roads[node] | {target}
            roads[target] = roads[target] & here if target in roads else here
    return roads
