"""What a catalog entry knows: functions, classes, offloaders."""

from collections.abc import Mapping
from typing import NamedTuple

HTTPX_FAMILY = ("httpx", "httpx2", "httpxyz")
AWAITABLE_OR_PURE = frozenset(("coroutine", "context", "pure", "sometimes"))


class CatalogError(ValueError):
    """Bad catalog data: where it is (the file and the record) and what was expected."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(where, problem)

    def __str__(self) -> str:
        return ": ".join(self.args)


class Function(NamedTuple):
    """A cataloged function: what calling it does, and what to use instead.

    `effect` is "blocks", "enters" (entering what it returns blocks), "iterates" (iterating what it
    returns blocks), "coroutine", "context" (to be awaited or entered with `async with`), "pure" or
    "sometimes": it blocks under a condition, such as an expired token, and is not reported.
    `unless` are keywords that make the call harmless. With `when` it has its effect only if one of
    these parameters, keywords or positions ("0"), is given something true; with `addresses`, only
    if one of these is a text like "https://...". `raises` are the libraries whose exceptions it
    raises; `threaded` tells that what to use instead runs in threads as well, and `drop_in` that it is awaited with the
    same arguments. `database` are parameters, keywords or positions, that say which database it works on: its address,
    or an object that is made on it.
    """

    name: str
    names: tuple[str, ...]
    library: str
    kind: str
    effect: str
    returns: str | None = None
    instead: str | None = None
    unless: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    note: str | None = None
    threaded: bool = False
    when: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    drop_in: bool = False
    database: tuple[str, ...] = ()


class Member(NamedTuple):
    """A method or property of a cataloged class.

    Effects are those of functions, and for attributes "property-blocks" where reading it blocks, "property" where it
    returns an instance of `returns` and does nothing else.
    """

    name: str
    effect: str
    returns: str | None = None
    instead: str | None = None


class Class(NamedTuple):
    """A cataloged class: its members, how it is closed, and whether its constructor connects.

    `connects` is "never", "always", "with_host" (with a positional argument or a keyword of
    `when`) or "with_keyword" (with a true keyword of `when`); keywords of `unless` keep it from
    connecting. `twin` is a template for the awaitable counterpart of a member on the same object:
    "{member}_async", or "a{name}" for the last name of its path; members that are different bring their own, "" is
    none. `threaded` tells that what to use instead runs in threads as well.

    `leaks`: whoever creates one has to close it. `releases` are other ways to do so, dotted paths to
    methods below an instance; `takes` are keywords that take over a client: closing this one closes that. `uses` are
    parameters, keywords or positions ("0"), that take a client and leave it open.
    `long_lived`: usually there is one for the life of the process; one that is created for a call has to be closed.
    `lent` are keywords that take what may be somebody else's to close, and
    `offline` what holds no connection when given to one of them. `replaced` are keywords by which a
    client is told to return objects of another class instead of this one. `noun` is what messages call an instance;
    with the keyword `closes_parts=False` an instance does not close what it is made on. `chosen`: what makes instances
    may be told to make those of an async class instead (`sessionmaker(class_=AsyncSession)`). `deferring` are keywords
    with which methods return at once (`async_req=True`). `database` are parameters of the constructor and of methods
    that say which database they work on: its address, or an object that is made on it; `database_at` is where the
    body of a derived class says so (`Meta.database`).
    """

    name: str
    names: tuple[str, ...]
    library: str
    kind: str
    is_async: bool
    connects: str
    when: tuple[str, ...]
    unless: tuple[str, ...]
    bases: tuple[str, ...]
    close: tuple[str, ...]
    coroutine_close: bool
    enter: str
    instead: str | None
    raises: tuple[str, ...]
    note: str | None
    twin: str | None
    members: Mapping[str, Member]
    leaks: bool = False
    releases: tuple[str, ...] = ()
    lent: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    offline: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    long_lived: bool = False
    noun: str = "client"
    closes_parts: str = ""
    threaded: bool = False
    chosen: bool = False
    deferring: tuple[str, ...] = ()
    database: tuple[str, ...] = ()
    database_at: str = ""

    @property
    def is_part(self) -> bool:
        """Whether an instance is a part that clients are made on, not a client."""
        return self.noun != "client"

    def member(self, path: str) -> Member | None:
        """Return the member at a dotted path below an instance.

        In a pattern `*` matches one name and `**` one name or more; neither matches what Python
        calls itself, `__iter__`. Exact names win over patterns, long patterns over short ones.
        """
        found = self.members.get(path)
        if found is None and path.endswith("__"):
            return None
        if found is None:
            asked = path.split(".")
            patterns = (pattern for pattern in self.members if "*" in pattern)
            fitting = [pattern for pattern in patterns if matches(asked, pattern.split("."))]
            if not fitting:
                return None
            found = self.members[max(fitting, key=len)]
        if self.twin is None or found.instead is not None or found.effect in AWAITABLE_OR_PURE or path.endswith("__"):
            return found
        return Member(path, found.effect, found.returns, _twin(self.twin, path))


def _twin(template: str, path: str) -> str:
    """Return the counterpart of a member as a template of its class says."""
    owner, dot, name = path.rpartition(".")
    own = template.replace("{name}", name)
    return f"{owner}{dot}{own}" if own != template else template.replace("{member}", path)


def matches(asked: list[str], pattern: list[str]) -> bool:
    """Return whether a dotted path, split, matches a pattern, split."""
    if not asked or not pattern:
        return asked == pattern
    if pattern[0] == "**":
        return matches(asked[1:], pattern[1:]) or matches(asked[1:], pattern)
    return pattern[0] in {"*", asked[0]} and matches(asked[1:], pattern[1:])


class Offloader(NamedTuple):
    """Something that runs a callable elsewhere; positions do not count `self`.

    `forms`: "call" (`run(f, ...)`), "wrap" (`run(f)(...)`), "decorator" (`@run`), "configured"
    (`@run(...)` and `run(...)(f)`). `arguments` says where the callable's arguments come from:
    "rest" (the positional ones after it), "kwargs-too", "packed" (`args=`), "second-call" or
    "none". `result` is "awaitable", "future" (blocks when waited for), "iterator" or "none".
    A coroutine function is refused with an error, taken as well, or else its coroutine is lost.
    """

    name: str
    names: tuple[str, ...]
    library: str
    forms: tuple[str, ...]
    callable: int
    keyword: str | None
    arguments: str
    executor: int | None
    process: bool
    result: str
    refuses_coroutines: bool
    takes_coroutines: bool
    note: str | None


def family(library: str) -> str:
    """Return the name under which the twins of a library are filed."""
    return "httpx" if library in HTTPX_FAMILY else library
