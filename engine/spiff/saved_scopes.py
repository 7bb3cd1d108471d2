"""How the scopes of an instance stand in its saved state."""

from typing import Any

from engine.spiff.scope import ItemOutputs, Scope, ScopeTree

_TOP, _CALL, _ITEM = "top", "call", "item"


def save_scopes(tree: ScopeTree, live_ids: set[str]) -> dict[str, Any]:
    """Return the scopes of tasks that are still live, parents before their children."""
    keys = {id(tree.top): [_TOP, ""]}
    rows: list[list[Any]] = []
    for scope, kind, task_id in sorted(_inner(tree, live_ids), key=lambda row: _depth(row[0])):
        keys[id(scope)] = [kind, task_id]
        parent = keys[id(scope.parent)]
        rows.append([kind, task_id, *parent, scope.process_id, scope.sees_parent, scope.values])
    outputs = {
        task_id: [[place, value] for place, value in outputs.by_place.items()]
        for task_id, outputs in tree.outputs.items()
        if task_id in live_ids
    }
    return {"top": tree.top.values, "inner": rows, "outputs": outputs}


def load_scopes(tree: ScopeTree, saved: dict[str, Any]) -> None:
    """Put saved scopes into a tree that has only its top scope."""
    tree.top.values = saved["top"]
    homes = {_CALL: tree.calls, _ITEM: tree.items}
    for kind, task_id, parent_kind, parent_id, process_id, sees_parent, values in saved["inner"]:
        parent = tree.top if parent_kind == _TOP else homes[parent_kind][parent_id]
        homes[kind][task_id] = Scope(process_id, parent, sees_parent, kind == _ITEM, values)
    for task_id, places in saved["outputs"].items():
        tree.outputs[task_id] = ItemOutputs(dict(places))


def _inner(tree: ScopeTree, live_ids: set[str]) -> list[tuple[Scope, str, str]]:
    return [
        (scope, kind, task_id)
        for kind, scopes in ((_CALL, tree.calls), (_ITEM, tree.items))
        for task_id, scope in scopes.items()
        if task_id in live_ids
    ]


def _depth(scope: Scope) -> int:
    depth, parent = 0, scope.parent
    while parent is not None:
        depth, parent = depth + 1, parent.parent
    return depth
