"""What a function's code wants from its environment is set in its template."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.services import ROOT, SERVICES

SET_BY_LAMBDA = {"AWS_LAMBDA_FUNCTION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"}
SET_EVERYWHERE = {"STAGE", "POWERTOOLS_SERVICE_NAME", "EVENT_BUS_NAME", "DEAD_LETTER_QUEUE_URL"}
SOURCES = [ROOT / "layers/kernel", ROOT / "layers/aws", *ROOT.glob("functions/*/src")]
FUNCTIONS = [
    pytest.param(service, function, id=f"{service}-{name}")
    for service in SERVICES
    for name, function in service.functions.items()
]


@cache
def file_of(module: str) -> Path | None:
    """Our source file of that module; None for anything that is not ours."""
    for source in SOURCES:
        path = source / module.replace(".", "/")
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file
    return None


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(file_of(module).read_text())


@cache
def imports(module: str) -> set[str]:
    """The modules of ours that `module` names in its imports."""
    names = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in names if file_of(name)}


def reached(module: str) -> set[str]:
    """`module` and every module of ours that comes with it."""
    found, open_ends = set(), [module]
    while open_ends:
        name = open_ends.pop()
        if name not in found:
            found.add(name)
            open_ends += imports(name)
    return found


@cache
def names_read(module: str, *ways: str) -> set[str]:
    """The variables that `module` names in calls such as `required("NAME")`."""
    calls = (node for node in ast.walk(tree(module)) if isinstance(node, ast.Call))
    return {
        argument.value
        for call in calls
        if ast.unparse(call.func) in ways
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant)
    }


def wanted(function: dict, *ways: str) -> set[str]:
    """The variables that the function's code reads in these ways."""
    module = function["Handler"].rpartition(".")[0]
    return {name for reach in reached(module) for name in names_read(reach, *ways)} - SET_BY_LAMBDA


@pytest.mark.parametrize(("service", "function"), FUNCTIONS)
def test_what_the_code_requires_is_set(service, function):
    assert wanted(function, "required", "settings.required") <= set(service.environment(function))


@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_what_is_set_is_read(service):
    """No variable outlives the code that read it."""
    ways = ("required", "settings.required", "os.environ.get", "os.getenv")
    read = {name for function in service.functions.values() for name in wanted(function, *ways)}
    given = {k for f in service.functions.values() for k in service.environment(f)}
    assert given - read <= SET_EVERYWHERE
