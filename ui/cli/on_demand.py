"""Packages whose names are fetched when they are used.

LlamaIndex gathers in the `__init__` of its packages every name that it has to offer, so that whoever wants
one class loads a thousand modules: a question from the command line waited for them longer than for its
answer. Here such a package stands empty, and a name asked of it is imported from the module that its
`__init__` says; what cannot be had so runs the `__init__` as it is.
"""

import ast
import sys
import threading
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import resolve_name
from types import ModuleType
from typing import Any

_RUNNING = threading.RLock()
"""Held while a body runs, which is once."""


class _OnDemand(ModuleType):
    """A package that has not run its body."""

    def __getattr__(self, name: str) -> Any:
        loader = self.__spec__.loader if self.__spec__ else None
        missing = AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        if not isinstance(loader, _Gatherer) or name.startswith("__"):
            raise missing
        if name in loader.names:
            module, own = loader.names[name]
            return getattr(import_module(module), own)
        if PathFinder.find_spec(f"{self.__name__}.{name}", self.__path__):
            return import_module(f"{self.__name__}.{name}")
        with _RUNNING:
            if not loader.ran:
                loader.ran = True
                loader.real.exec_module(self)
        if name not in vars(self):
            raise missing
        return vars(self)[name]


class _Gatherer(Loader):
    """Loads a package without its body, but for the constants in it."""

    def __init__(
        self, real: SourceFileLoader, names: dict[str, tuple[str, str]], constants: dict[str, Any]
    ) -> None:
        self.real = real
        self.names = names
        self.constants = constants
        self.ran = False

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The package, empty."""
        return _OnDemand(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """The constants alone."""
        vars(module).update(self.constants)


class _Finder(MetaPathFinder):
    def __init__(self, package: str) -> None:
        self._package = package

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The package, or one below it, where it only gathers names; None leaves it to Python."""
        if fullname != self._package and not fullname.startswith(f"{self._package}."):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if (
            spec is None
            or not spec.submodule_search_locations
            or not isinstance(spec.loader, SourceFileLoader)
        ):
            return None
        loader = _gatherer(spec.loader, whole=fullname == self._package)
        if loader is None:
            return None
        spec.loader = loader
        return spec


def _gatherer(real: SourceFileLoader, whole: bool) -> _Gatherer | None:
    """A loader that knows where each name of a package comes from; None where its body does more than import.

    Of the `whole`, the outermost package, what else it does is put off as well: no module below needs it.
    """
    names: dict[str, tuple[str, str]] = {}
    constants: dict[str, Any] = {}
    for statement in ast.parse(real.get_data(real.path)).body:
        match statement:
            case ast.ImportFrom(module=str(module), level=level):
                origin = resolve_name("." * level + module, real.name)
                names |= {alias.asname or alias.name: (origin, alias.name) for alias in statement.names}
            case ast.Assign(targets=[ast.Name(id=other)], value=ast.Name(id=name)) if name in names:
                names[other] = names[name]
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=value)):
                constants[name] = value
            case ast.Expr() | ast.Assign(targets=[ast.Name(id="__all__")]):
                pass
            case _ if not whole:
                return None
    return _Gatherer(real, names, constants)


@cache
def put_off(package: str) -> None:
    """From now on load the names of a package, and of those below it, when they are used.

    Once is enough: a finder more for every call would make every later import slower.
    """
    sys.meta_path.insert(0, _Finder(package))
