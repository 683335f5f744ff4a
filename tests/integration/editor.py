"""An editor: open a buffer, change it, and print what the language server says each time.

``editor.py <server> <file> <settings>`` reads buffers as a JSON list from stdin; the first is opened, the
others replace it without being saved. It prints a JSON list with the diagnostics for each of them.
A buffer that is an object of names and texts is saved to these files instead, and the buffer shown is sent
again. Runs in the environment of the server.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.client import BaseLanguageClient
from pygls.protocol import default_converter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cattrs import Converter

_PATIENCE = 60


async def main(server: str, uri: str, settings: str) -> list[list[dict[str, object]]]:
    """Return the diagnostics for each buffer."""
    client = BaseLanguageClient("editor", "1", converter_factory=_converter)
    published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

    def publish(answer: types.PublishDiagnosticsParams) -> None:
        published.put_nowait(answer)

    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(publish)
    await client.start_io(server)
    root = types.InitializeParams(types.ClientCapabilities(), root_uri=uri.rpartition("/")[0])
    await client.initialize_async(root)
    client.initialized(types.InitializedParams())
    configuration = types.DidChangeConfigurationParams(json.loads(settings))
    client.workspace_did_change_configuration(configuration)
    answers = []
    text = ""
    for version, step in enumerate(json.load(sys.stdin), 1):
        if isinstance(step, dict):
            _save(step)
        else:
            text = step
        _show(client, uri, version, text)
        answers.append(await asyncio.wait_for(published.get(), _PATIENCE))
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    return [[_plain(one) for one in answer.diagnostics] for answer in answers]


def _save(files: Mapping[str, str]) -> None:
    """Write files other than the one in the buffer."""
    for name, content in files.items():
        Path(name).write_text(content, encoding="utf-8")


def _converter() -> Converter:
    """Leave what the server can do as it is: lsprotocol fails on what it says of notebooks."""
    converter: Converter = default_converter()
    converter.register_structure_hook(types.InitializeResult, lambda value, _: value)
    return converter


def _show(client: BaseLanguageClient, uri: str, version: int, text: str) -> None:
    """Tell the server what is in the buffer now."""
    if version == 1:
        opened = types.TextDocumentItem(uri, "python", version, text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(opened))
    else:
        changed = types.VersionedTextDocumentIdentifier(version, uri)
        whole = types.TextDocumentContentChangeWholeDocument(text)
        client.text_document_did_change(types.DidChangeTextDocumentParams(changed, [whole]))


def _plain(diagnostic: types.Diagnostic) -> dict[str, object]:
    """Return what an editor shows of a diagnostic; lines count from 1."""
    return {
        "code": diagnostic.code,
        "line": diagnostic.range.start.line + 1,
        "column": diagnostic.range.start.character + 1,
        "message": diagnostic.message,
        "source": diagnostic.source,
    }


if __name__ == "__main__":
    chosen_server, chosen_file, chosen_settings = sys.argv[1:]
    print(json.dumps(asyncio.run(main(chosen_server, Path(chosen_file).absolute().as_uri(), chosen_settings))))
