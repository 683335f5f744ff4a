"""The glue to pylint: our rules as its messages. `load-plugins = flake8_fakeasync.pylint_plugin` switches it on.

The code of a rule becomes the id of its message, JAM101 is W9101, and its name the symbol. Each family of rules is a
checker. Nothing of the syntax tree is walked: our session is asked for the text of each module, once for all checkers.
"""

from __future__ import annotations

import io
import re
import tokenize
from typing import TYPE_CHECKING, Any

from astroid import nodes
from pylint.checkers import BaseChecker
from pylint.interfaces import CONTROL_FLOW, HIGH, INFERENCE

from flake8_fakeasync.catalog.presets import preset
from flake8_fakeasync.pylint_options import NAME, baseline, options, refuse, settings
from flake8_fakeasync.rules import rules
from flake8_fakeasync.session import Session
from flake8_fakeasync.validation import SettingsError

if TYPE_CHECKING:
    from pylint.interfaces import Confidence
    from pylint.lint import PyLinter
    from pylint.typing import ExtraMessageOptions

    from flake8_fakeasync.diagnostics import Violation
    from flake8_fakeasync.rule import Rule
    from flake8_fakeasync.settings import Settings

_ENABLES = re.compile(r"#.*pylint:.*enable")
# Of the family of a rule: what a client's lifetime is said by follows from how control flows, everything else from
# what values are inferred.
_CONFIDENCE: dict[str, Confidence] = {"0": HIGH, "3": CONTROL_FLOW}

# One for each set of choices, kept between the runs of a process: editors run pylint again and again.
_SESSIONS: dict[Settings, Session] = {}


def register(linter: PyLinter) -> None:
    """Add our checkers to pylint, once: pylint 3 registers them again in each process of `-j`, where they are there."""
    if any(isinstance(checker, Family) for checker in linter.get_checkers()):
        return
    answers = _Answers(linter)
    families = sorted({_family(rule) for rule in rules()})
    for family in families:
        linter.register_checker(Family(linter, family, answers, has_options=family == families[0]))


def load_configuration(linter: PyLinter) -> None:
    """Check what the user chose, and switch on what a preset speaks of; ends the process where a choice is wrong."""
    for session in _SESSIONS.values():
        session.invalidate()
    for name in settings(linter, ()).preset:
        for code in preset(name).enable:
            linter.enable(_message_id(code))
    baseline(linter)


class Family(BaseChecker):
    """The messages of one family of rules, such as JAM1."""

    name = NAME

    def __init__(self, linter: PyLinter, family: str, answers: _Answers, *, has_options: bool) -> None:
        self.msgs = {_message_id(rule.code): _message(rule) for rule in rules() if _family(rule) == family}
        self.options = options() if has_options else ()
        self._family = family
        self._answers = answers
        super().__init__(linter)

    def visit_module(self, module: nodes.Module) -> None:
        """Say what is reported in a module."""
        for found in self._answers.of(module):
            if _family(found.rule) == self._family:
                self.add_message(
                    found.rule.name,
                    line=found.line,
                    node=_definition_around(module, found.line),
                    args=(found.message,),
                    confidence=_confidence(found),
                    col_offset=found.column,
                    end_lineno=found.end_line,
                    end_col_offset=found.end_column,
                )


class _Answers:
    """What is reported in the module at hand, asked for by the first checker that gets to it."""

    def __init__(self, linter: PyLinter) -> None:
        self._linter = linter
        self._module: nodes.Module | None = None
        self._found: list[Violation] = []

    def of(self, module: nodes.Module) -> list[Violation]:
        """Return the violations in a module, without those of a baseline."""
        if module is not self._module:
            self._module, self._found = module, self._asked(module)
        return self._found

    def _asked(self, module: nodes.Module) -> list[Violation]:
        text = _text(module)
        try:
            found = self._session(text).check_text(text, module.file or "stdin")
        except (SyntaxError, ValueError, RecursionError, MemoryError):  # pylint has said so itself
            return []
        known = baseline(self._linter)
        if known is None:
            return found
        hidden = [one for one in found if self._is_hidden(one)]  # pylint wants to know them: it counts its comments
        return hidden + known.new(one for one in found if one not in hidden)

    def _session(self, text: str) -> Session:
        chosen = settings(self._linter, tuple(rule.code for rule in rules() if self._is_on(rule, text)))
        if chosen not in _SESSIONS:
            try:
                _SESSIONS[chosen] = Session(chosen)
            except SettingsError as error:
                refuse(error.setting, error.reason)
        return _SESSIONS[chosen]

    def _is_on(self, rule: Rule, text: str) -> bool:
        """Return whether a rule is switched on, by the options or by a comment somewhere in the module."""
        message = _message_id(rule.code)
        if self._linter.is_message_enabled(message):
            return True
        lines = range(1, text.count("\n") + 2) if _ENABLES.search(text) else ()
        return any(self._linter.is_message_enabled(message, line) for line in lines)

    def _is_hidden(self, found: Violation) -> bool:
        return not self._linter.is_message_enabled(found.rule.name, found.line, _confidence(found))


def _family(rule: Any) -> str:  # noqa: ANN401  (whatever has a code)
    return str(rule.code[3])


def _message_id(code: str) -> str:
    """Return the id of a message: 90 to 99 are for plugins."""
    return f"W9{code.removeprefix('JAM')}"


def _message(rule: Rule) -> tuple[str, str, str, ExtraMessageOptions]:
    """Return the definition of a message: its text, its symbol, its description, and whether it is on."""
    page = f"`fakeasync explain {rule.code}` prints the page of this rule."
    return "%s", rule.name, f"{rule.summary}. {page}", {"default_enabled": rule.default}


def _text(module: nodes.Module) -> str:
    """Return the text that pylint read, from a file or from an editor."""
    with module.stream() as stream:
        content = stream.read()
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    return io.TextIOWrapper(io.BytesIO(content), encoding).read()


def _definition_around(module: nodes.Module, line: int) -> nodes.NodeNG:
    """Return the function or class around a line, the module if there is none: pylint shows its name."""
    around = node = module
    while node is not None:
        if isinstance(node, (nodes.FunctionDef, nodes.ClassDef)):
            around = node
        inside = (child for child in node.get_children() if (child.lineno or 0) <= line <= (child.end_lineno or 0))
        node = next(inside, None)
    return around


def _confidence(found: Violation) -> Confidence:
    return _CONFIDENCE.get(_family(found.rule), INFERENCE)
