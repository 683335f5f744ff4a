"""What a library takes differently than the one that it replaces."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flake8_fakeasync.diagnostics import Applicability


class Idiom(NamedTuple):
    """Something that a library takes differently than the one it replaces.

    `kind` is "keyword" (it rejects the keyword), "missing" (no such member), "ignored" (assigning
    it has no effect), "change" (it runs and means something else) or "misuse" (not to be used this
    way: `method` says which, "await" or "for"). `method` is "__init__" for constructors and None
    where there is none. `anchor` is a key for `Catalog.link`. `when` says in which form a change
    shows: "pair", "text", "query" or "given" for a keyword, "tested" or "as text" for an object.

    `edit` is what to write in its place where one text is right. In it `{value}` is the value of the keyword,
    `{first}` and `{second}` are the parts of a pair, `{base}` is what a member is read from and `{name}` its name;
    another name in braces is spelled as the file imports it. An empty one leaves the argument out. For a misuse, it
    is "async with" or "async for", a member that is iterated over or awaited ("async for {base}.aiter_text"), or a
    statement to put before, with a semicolon at its end. `edit_when` is what the value has to be written as: "true",
    "false", "flag" for either, "literal" for anything that is not computed. `edit_class` is "safe", "unsafe" or
    "shown". `edit_client` is the argument to pass to the client instead, where the function that calls it creates it.
    `values` are the classes whose instances an argument must not be.
    """

    kind: str
    owner: str
    method: str | None
    name: str
    replacement: str | None
    anchor: str | None
    note: str | None
    since: str | None
    when: str | None = None
    edit: str | None = None
    edit_when: str | None = None
    edit_class: "Applicability" = "safe"
    edit_client: str | None = None
    values: tuple[str, ...] = ()
